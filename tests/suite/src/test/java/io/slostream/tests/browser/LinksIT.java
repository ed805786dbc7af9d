// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What one sees stands in the address: a copied link opens the same view for somebody else. */
@ExtendWith(ChromiumExtension.class)
class LinksIT {
    @Test
    void shouldOpenTheSameViewFromACopiedLink(Browser browser) {
        try (StubServer server = new StubServer(Views.troubled());
                Visit mine = Visit.of(browser, server.base()).open("/dashboards/serving")) {
            mine.page.getByLabel("Filter").fill("vision");
            mine.page.getByLabel("Sort").selectOption("burn");
            click(mine, AriaRole.LINK, "6h");
            click(mine, AriaRole.BUTTON, "Fix these times");
            assertThat(mine.page).hasURL(Pattern.compile("sort=burn&filter=vision&from=\\d+&to=\\d+$"));
            String seen = mine.main().innerText();

            String copied = mine.page.url();
            try (Visit hers = Visit.of(browser, server.base())
                    .open(copied.substring(server.base().length()))) {
                assertThat(hers.page.getByLabel("Filter")).hasValue("vision");
                assertThat(hers.page.getByLabel("Sort")).hasValue("burn");
                assertThat(steady(hers.main().innerText())).isEqualTo(steady(seen));
                hers.assertNoTrouble();
            }
            mine.assertNoTrouble();
        }
    }

    /** Without how long alerts last, which goes on. */
    private static String steady(String text) {
        return text.replaceAll("\\b(\\d+[smh] ?)+", "…");
    }

    @Test
    void shouldGoBackThroughTheViewsThatWereSeen(Browser browser) {
        try (StubServer server = new StubServer(Views.troubled());
                Visit visit = Visit.of(browser, server.base()).open("/")) {
            visit.page
                    .locator("#top nav a", new Page.LocatorOptions().setHasText("serving"))
                    .click();
            assertThat(visit.main().locator("h1")).hasText("Dashboard serving");
            visit.main()
                    .locator("h2 a", new Locator.LocatorOptions().setHasText("ttft"))
                    .click();
            assertThat(visit.main().locator("h1")).hasText("ttft");
            assertThat(visit.page).hasTitle("1 red – ttft – slostream");

            visit.page.goBack();
            assertThat(visit.main().locator("h1")).hasText("Dashboard serving");
            visit.page.goBack();
            assertThat(visit.main().locator("h1")).hasText("Overview");
            visit.page.goForward();
            assertThat(visit.main().locator("h1")).hasText("Dashboard serving");
            visit.assertNoTrouble();
        }
    }

    @Test
    void shouldShowExactlyTheIncidentOfAnAlertsLink(Browser browser) {
        try (StubServer server = new StubServer(Views.troubled());
                Visit visit =
                        Visit.of(browser, server.base()).open(StubWorld.link("correctness", "OutcomeBarRed", "code"))) {
            var incident = visit.page.locator(".incident");
            assertThat(incident).containsText("39 % of 500 events of code bad");
            // The range holds an earlier one too, cancelled after four minutes.
            assertThat(incident.getByLabel("Changes of the alert").locator("tbody tr"))
                    .hasCount(2);
            assertThat(incident).not().containsText("cancelled");
            assertThat(visit.page.locator(".chart")).hasCount(2);

            incident.getByLabel("Show event telemetry.evaluations.v1 2 @ 4711").click();

            assertThat(incident.locator(".fields")).containsText("evaluation_name");
            assertThat(incident.locator(".fields")).containsText("<b>mmlu</b>");
            visit.assertNoTrouble();
        }
    }

    @Test
    void shouldDrawAnewForAnotherGroupAndTellOfOneThatIsGone(Browser browser) {
        try (StubServer server = new StubServer(Views.troubled());
                Visit visit = Visit.of(browser, server.base()).open("/slos/canary-15m?group=math")) {
            Views.settle(visit);
            visit.page.evaluate("document.querySelectorAll('.uplot').forEach(plot => plot.dataset.of = 'math')");

            visit.card("code")
                    .locator("a.mark", new Locator.LocatorOptions().setHasText("canary"))
                    .first()
                    .click();
            assertThat(visit.main().locator("h1")).containsText("code");
            Views.settle(visit);
            assertThat(visit.page.locator(".uplot[data-of=math]")).hasCount(0);
            visit.assertNoTrouble();

            visit.open("/slos/canary-15m?group=retired");
            assertThat(visit.status()).containsText("Live");
            assertThat(visit.card("code").locator(".badge")).hasText("Red");
        }
    }

    @Test
    void shouldSayThatAnIncidentIsOverWhenItIs(Browser browser) {
        try (StubServer server = new StubServer(Views.troubled());
                Visit visit =
                        Visit.of(browser, server.base()).open(StubWorld.link("correctness", "OutcomeBarRed", "code"))) {
            assertThat(visit.page.locator(".incident-state")).containsText("not over");

            server.push("change", server.world.resolve("correctness", "code", "OutcomeBarRed"));

            assertThat(visit.page.locator(".incident-state")).containsText("resolved at");
            visit.assertNoTrouble();
        }
    }

    @Test
    void shouldZoomByDraggingOnAChartAndByKeys(Browser browser) {
        try (StubServer server = new StubServer(Views.troubled());
                Visit visit = Visit.of(browser, server.base()).open("/slos/ttft?group=vision&last=6h")) {
            Views.settle(visit);
            var plot = visit.page.locator(".plot").first();
            plot.scrollIntoViewIfNeeded();
            var box = plot.boundingBox();
            visit.page.mouse().move(box.x + box.width * 0.3, box.y + 60);
            visit.page.mouse().down();
            visit.page.mouse().move(box.x + box.width * 0.6, box.y + 60);
            visit.page.mouse().up();

            assertThat(visit.page).hasURL(Pattern.compile("group=vision&from=\\d+&to=\\d+"));
            long dragged = length(visit);
            assertThat(dragged).isBetween(60 * 60_000L, 180 * 60_000L);

            plot.focus();
            visit.page.keyboard().press("ArrowLeft");
            assertThat(visit.page.locator(".chart output").first()).containsText("1h ");
            visit.page.keyboard().press("-");
            visit.page.waitForURL(url -> !url.contains("last=") && length(url) > dragged);

            visit.page.goBack();
            assertThat(length(visit)).isEqualTo(dragged);
            visit.assertNoTrouble();
        }
    }

    @Test
    void shouldLeaveTimesAloneThatSomebodyIsWriting(Browser browser) {
        try (StubServer server = new StubServer(Views.troubled());
                Visit visit = Visit.of(browser, server.base()).open("/slos/ttft?group=vision&from=0&to=36000000")) {
            visit.page.getByText("Exact times").click();
            visit.page.getByLabel("From (UTC)").fill("1970-01-01T02:00");
            visit.page.getByLabel("To (UTC)").focus();
            server.push("change", server.world.state("canary-15m", "code", "pending", false));
            assertThat(visit.card("code")
                            .locator(".mark.state-degraded", new Locator.LocatorOptions().setHasText("canary")))
                    .hasCount(1);

            assertThat(visit.page.getByLabel("From (UTC)")).hasValue("1970-01-01T02:00");
            click(visit, AriaRole.BUTTON, "Show");

            assertThat(visit.page).hasURL(Pattern.compile("from=7200000&to=36000000$"));
            click(visit, AriaRole.BUTTON, "Later");
            assertThat(visit.page.getByLabel("From (UTC)")).hasValue("1970-01-01T06:00");
            visit.assertNoTrouble();
        }
    }

    private static long length(Visit visit) {
        return length(visit.page.url());
    }

    private static long length(String url) {
        return Long.parseLong(url.replaceAll(".*to=(\\d+).*", "$1"))
                - Long.parseLong(url.replaceAll(".*from=(\\d+).*", "$1"));
    }

    private static void click(Visit visit, AriaRole role, String name) {
        visit.main()
                .getByRole(role, new Locator.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }
}
