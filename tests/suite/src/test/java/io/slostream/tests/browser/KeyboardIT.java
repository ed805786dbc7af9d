// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Everything can be reached and left without a mouse, in the order in which it stands. */
@ExtendWith(ChromiumExtension.class)
class KeyboardIT {
    private static String focused(Visit visit) {
        return (String) visit.page.evaluate("(document.activeElement.innerText || document.activeElement.id).trim()");
    }

    private static void press(Visit visit, String... keys) {
        for (String key : keys) {
            visit.page.keyboard().press(key);
        }
    }

    @Test
    void shouldWalkThroughThePageByKeys(Browser browser) {
        try (StubServer server = new StubServer(new StubWorld(StubWorld.EIGHT));
                Visit visit = Visit.of(browser, server.base()).open("/dashboards/serving")) {
            press(visit, "Tab");
            assertThat(focused(visit)).isEqualTo("Skip to the content");
            press(visit, "Tab", "Tab");
            assertThat(focused(visit)).isEqualTo("training");
            press(visit, "Tab", "Tab", "Tab", "Tab", "Tab");
            assertThat(focused(visit)).isEqualTo("code");
            String outline = (String) visit.page.evaluate("getComputedStyle(document.activeElement).outlineStyle");
            assertThat(outline).isEqualTo("solid");

            press(visit, "ArrowRight", "ArrowRight");
            assertThat(focused(visit)).contains("1h correctness");
            press(visit, "/");
            assertThat(visit.page.locator("#filter")).isFocused();
            visit.page.keyboard().type("ttft");
            assertThat(visit.main().locator(".panel table").first()).containsText("agent");
            press(visit, "Escape");
            assertThat(visit.page.locator("#filter")).hasValue("");
            press(visit, "Escape");
            assertThat(visit.page.locator("#filter")).not().isFocused();

            visit.main().locator(".panel").first().locator("tbody a").first().focus();
            press(visit, "ArrowDown");
            assertThat(focused(visit)).isEqualTo("code");
            // The live stream draws everything anew; where one is, one stays.
            server.push("change", server.world.fire("correctness", "math", "OutcomeBarRed", "page"));
            assertThat(visit.card("math").locator(".badge")).hasText("Red");
            assertThat(focused(visit)).isEqualTo("code");
            press(visit, "Enter");
            assertThat(visit.main().locator("h1")).containsText("/ code");
            assertThat(visit.main()).isFocused();
            visit.assertNoTrouble();
        }
    }

    @Test
    void shouldSkipToTheContentAndCloseWhatIsOpen(Browser browser) {
        try (StubServer server = new StubServer(new StubWorld(StubWorld.EIGHT));
                Visit visit = Visit.of(browser, server.base()).open("/dashboards/serving")) {
            press(visit, "Tab", "Enter");
            assertThat(visit.main()).isFocused();

            visit.main().locator(".disclosure > summary").first().focus();
            press(visit, "Enter");
            assertThat(visit.main()).containsText("kv-block-utilization");
            press(visit, "Tab", "Escape");
            assertThat(visit.main()).not().containsText("kv-block-utilization");
            assertThat(visit.main().locator(".disclosure > summary").first()).isFocused();
            visit.assertNoTrouble();
        }
    }
}
