// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Names are what somebody sent. They are text, whatever is in them, and what is invisible in them is made visible. */
@ExtendWith(ChromiumExtension.class)
class HostileNamesIT {
    private static final List<String> NAMES = names();

    private static List<String> names() {
        List<String> names = new ArrayList<>(List.of(
                "<script>alert(1)</script>",
                "<img src=x onerror=alert(2)>",
                "<svg/onload=alert(3)>",
                "\"><script>alert(4)</script>",
                "' onmouseover='alert(5)",
                "javascript:alert(6)",
                "</title><script>alert(7)</script>",
                "</style><script>alert(8)</script>",
                "<iframe src=javascript:alert(9)>",
                "{{constructor.constructor('alert(10)')()}}",
                "${alert(11)}",
                "<style>*{display:none}</style>",
                "&lt;b&gt;&amp;",
                "code\u202Egnp.exe",
                "\u2066left\u2069",
                "zero\u200Bwidth",
                "co\u00ADde",
                "\uFEFFbom",
                "tab\there",
                "line\nbreak",
                "nul\u0000byte",
                "..",
                "../../etc/passwd",
                "a/b?c=d&e=f#g",
                "%00%2e%2e",
                "100 %",
                " ",
                "__proto__",
                "constructor",
                "\uD83D\uDCA3\uD83C\uDFFD",
                "Z\u0351\u036B\u0343\u036A\u0302\u036B\u033D\u034F\u0334\u0319\u0324",
                "x".repeat(10_000)));
        names.add("код");
        return names;
    }

    @Test
    void shouldShowHostileNamesAsText(Browser browser) {
        StubWorld world = new StubWorld(NAMES);
        world.fire("correctness", NAMES.get(0), "<i>alert</i>", "page");
        world.fire("ttft", "code\u202Egnp.exe", "google-30d", "page");
        try (StubServer server = new StubServer(world);
                Visit visit = Visit.of(browser, server.base()).open("/?all=1")) {
            assertThat(visit.page.locator("#bar .card")).hasCount(NAMES.size());
            assertThat(visit.page).hasTitle("1 red – slostream");
            List<String> shown = visit.page.locator(".card-name").allInnerTexts();
            assertThat(shown)
                    .contains("__proto__", "constructor", "100 %", "..")
                    .anyMatch(name -> name.contains("\\u{202e}"));
            assertThat(shown).noneMatch(name -> name.matches("(?s).*[\\u200b\\u202e\\u2066\\ufeff\\u0000].*"));
            assertThat(visit.main()).containsText("<i>alert</i>");

            visit.open("/dashboards/serving");
            Views.settle(visit);
            visit.open("/slos/ttft?group=code%E2%80%AEgnp.exe");
            Views.settle(visit);
            assertThat(visit.main().locator("h1")).containsText("code\\u{202e}gnp.exe");
            visit.open(
                    "/slos/ttft?group=%3Cimg%20src%3Dx%20onerror%3Dalert(2)%3E&alert=%3Cscript%3Ealert(1)%3C%2Fscript%3E");
            assertThat(visit.main().locator("h1")).containsText("<img src=x onerror=alert(2)>");
            visit.open("/slos/%3Cscript%3Ealert(1)%3C%2Fscript%3E");
            assertThat(visit.main()).containsText("<script>alert(1)</script>");
            visit.open("/dashboards/%ff");
            assertThat(visit.page.locator("script")).hasCount(1);
            assertThat(visit.page.locator("iframe, img")).hasCount(0);
            assertThat(visit.overflow()).isLessThanOrEqualTo(0);
            visit.assertNoTrouble();
        }
    }

    @Test
    void shouldShortenALongNameAndKeepTheWholeInReach(Browser browser) {
        String name = "y".repeat(1_500);
        try (StubServer server = new StubServer(new StubWorld(List.of(name, "code")));
                Visit visit = Visit.of(browser, server.base()).open("/slos/ttft?group=" + name)) {
            assertThat(visit.main().locator("h1 summary")).hasText("y".repeat(60) + "…");

            visit.main().locator("h1 summary").click();

            assertThat(visit.main().locator("h1 .break")).hasText(name);
            assertThat(visit.overflow()).isLessThanOrEqualTo(0);
            visit.assertNoTrouble();
        }
    }
}
