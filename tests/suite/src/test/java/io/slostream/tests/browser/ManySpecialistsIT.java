// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two hundred specialists times all objectives: what is drawn stays what is in sight, and each is found at once. */
@ExtendWith(ChromiumExtension.class)
class ManySpecialistsIT {
    @Test
    void shouldDrawOnlyWhatIsInSightAndFindByFilter(Browser browser) {
        StubWorld world = new StubWorld(StubWorld.many(200));
        world.fire("correctness", "s177", "OutcomeBarRed", "page");
        try (StubServer server = new StubServer(world);
                Visit visit = Visit.of(browser, server.base()).open("/dashboards/serving")) {
            assertThat(visit.page.locator("#bar .card").first()).containsText("s177");
            assertThat(visit.page.locator("#bar")).containsText("199 green");
            visit.main().locator(".disclosure > summary").first().click();
            assertThat(visit.main()).containsText("kv-block-utilization");
            // 25 tables of 200 rows of seven cells are 35,000 cells; drawn are 18 rows each.
            assertThat(visit.nodes()).isLessThan(9_000);

            var rows = visit.main().locator(".panel").first();
            assertThat(rows).not().containsText("s150");
            rows.locator(".region").evaluate("region => { region.scrollTop = 150 * 40; }");
            assertThat(rows).containsText("s150");

            visit.page.locator("#filter").fill("s177");

            assertThat(visit.main().locator(".panel").first().locator("tbody tr"))
                    .hasCount(1);
            assertThat(visit.main().locator(".panel").first()).containsText("s177");
            assertThat(visit.nodes()).isLessThan(2_500);

            visit.page.locator("#filter").fill("");

            // It begins at its top again.
            assertThat(rows).containsText("s000");
            visit.assertNoTrouble();
        }
    }

    @Test
    void shouldLoadTheFirstViewWithLessThan200KilobytesUnpacked(Browser browser) {
        try (StubServer server = new StubServer(new StubWorld(StubWorld.many(200)));
                Visit visit = Visit.of(browser, server.base()).open("/")) {
            assertThat(bytes(visit, "decodedBodySize")).isBetween(50_000L, 200_000L);
            assertThat(bytes(visit, "transferSize")).isBetween(20_000L, 100_000L);

            // What a pager's link opens has the charts too.
            visit.open("/slos/ttft?group=s001");
            Views.settle(visit);
            assertThat(bytes(visit, "transferSize")).isBetween(50_000L, 100_000L);
        }
    }

    /** Of the page's files and what it was told; not of a history, which is as long as the time that it is about. */
    private static long bytes(Visit visit, String field) {
        return ((Number) visit.page.evaluate(
                        "field => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
                                + ".filter(entry => !entry.name.includes('/api/v1/history'))"
                                + ".reduce((sum, entry) => sum + entry[field], 0)",
                        field))
                .longValue();
    }
}
