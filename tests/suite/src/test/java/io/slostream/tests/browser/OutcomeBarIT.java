// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The outcome bar follows the live stream, and tells its states by words. */
@ExtendWith(ChromiumExtension.class)
class OutcomeBarIT {
    private static final Pattern RED = Pattern.compile("(^| )state-red( |$)");

    @Test
    void shouldTurnRedAndGreenAgainWhenAnAlertPagesAndResolves(Browser browser) {
        try (StubServer server = new StubServer(new StubWorld(StubWorld.EIGHT));
                Visit visit = Visit.of(browser, server.base()).open("/")) {
            assertThat(visit.card("code")).containsText("Green");
            assertThat(visit.page).hasTitle("all green – slostream");
            assertThat(visit.main()).containsText("Nothing fires");

            server.push("change", server.world.fire("correctness", "code", "OutcomeBarRed", "page"));

            assertThat(visit.card("code")).hasClass(RED);
            assertThat(visit.card("code")).containsText("Red");
            assertThat(visit.page).hasTitle("1 red – slostream");
            assertThat(visit.main()).containsText("1 alert fires now");
            // Worst first: what is red stands in front.
            assertThat(visit.page.locator("#bar .card").first()).containsText("code");
            assertThat(visit.page.locator("#announcer")).containsText("code: red.");

            server.push("change", server.world.resolve("correctness", "code", "OutcomeBarRed"));

            assertThat(visit.card("code")).not().hasClass(RED);
            assertThat(visit.card("code")).containsText("Green");
            assertThat(visit.page).hasTitle("all green – slostream");
            visit.assertNoTrouble();
        }
    }

    @Test
    void shouldTellFiveStatesApartByWord(Browser browser) {
        StubWorld world = new StubWorld(StubWorld.EIGHT);
        world.fire("correctness", "code", "OutcomeBarRed", "page");
        world.state("canary-15m", "math", "pending", false);
        world.fire("correctness", "agent", "google-30d", "ticket");
        world.state("canary-15m", "vision", "no_data", false);
        world.state("correctness-24h", "search", "ok", true);
        try (StubServer server = new StubServer(world);
                Visit visit = Visit.of(browser, server.base()).open("/")) {
            assertThat(visit.card("code").locator(".badge")).hasText("Red");
            assertThat(visit.card("math").locator(".badge")).hasText("Degraded");
            assertThat(visit.card("agent").locator(".badge")).hasText("Degraded");
            assertThat(visit.card("vision").locator(".badge")).hasText("No data");
            assertThat(visit.card("search").locator(".badge")).hasText("Stale, was green");
            assertThat(visit.card("writer").locator(".badge")).hasText("Green");
            assertThat(visit.page.locator(".card-name").allInnerTexts())
                    .startsWith("code", "math", "agent", "search", "vision");

            visit.page
                    .locator("#bar button", new com.microsoft.playwright.Page.LocatorOptions().setHasText("By name"))
                    .click();

            assertThat(visit.page.locator(".card-name").allInnerTexts()).containsExactlyElementsOf(StubWorld.EIGHT);
            assertThat(visit.page).hasURL(Pattern.compile("bar=name"));
            visit.assertNoTrouble();
        }
    }
}
