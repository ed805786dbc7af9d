// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** One tab of a browser profile of its own, which notes everything that a page must not do. */
public final class Visit implements AutoCloseable {
    static final int WIDTH = 1280;

    private final String base;
    private final BrowserContext context;
    private final List<String> troubles = new CopyOnWriteArrayList<>();
    public final Page page;

    private Visit(String base, BrowserContext context) {
        this.base = base;
        this.context = context;
        context.addInitScript("window.violations = []; document.addEventListener('securitypolicyviolation',"
                + " event => window.violations.push(event.violatedDirective + ' ' + event.blockedURI));"
                + "window.shifts = 0; new PerformanceObserver(list => { for (const entry of list.getEntries())"
                + " if (!entry.hadRecentInput) window.shifts += entry.value; })"
                + ".observe({ type: 'layout-shift', buffered: true });");
        page = context.newPage();
        page.setDefaultTimeout(20_000);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                troubles.add("console: " + message.text());
            }
        });
        page.onPageError(error -> troubles.add("script: " + error));
        page.onDialog(dialog -> {
            troubles.add("dialog: " + dialog.message());
            dialog.dismiss();
        });
    }

    /** A tab as wide as a laptop's, light. */
    public static Visit of(Browser browser, String base) {
        return of(browser, base, WIDTH, ColorScheme.LIGHT);
    }

    static Visit of(Browser browser, String base, int width, ColorScheme theme) {
        return new Visit(
                base,
                browser.newContext(new Browser.NewContextOptions()
                        .setViewportSize(width, 900)
                        .setColorScheme(theme)
                        .setTimezoneId("Europe/Berlin")));
    }

    /** Opens a view and waits until the live stream has told it how things stand. */
    public Visit open(String path) {
        page.navigate(base + path);
        main().locator("h1").waitFor();
        return this;
    }

    public Locator main() {
        return page.locator("#main");
    }

    /** The card of a specialist in the outcome bar. */
    public Locator card(String specialist) {
        return page.locator("#bar .card")
                .filter(new Locator.FilterOptions()
                        .setHas(page.locator(".card-name", new Page.LocatorOptions().setHasText(specialist))));
    }

    public Locator status() {
        return page.locator("#top .status");
    }

    /** Waits until an expression is true; asked from outside, because the page's policy forbids eval to a waiting script too. */
    void await(String expression) {
        page.waitForCondition(() -> (Boolean) page.evaluate(expression));
    }

    /** The number of nodes in the document. */
    int nodes() {
        return ((Number) page.evaluate("document.querySelectorAll('*').length")).intValue();
    }

    /** How many pixels the page is wider than its window. */
    int overflow() {
        return ((Number) page.evaluate("document.documentElement.scrollWidth - window.innerWidth")).intValue();
    }

    /** The sum of layout shifts that nobody asked for. */
    double shifts() {
        return ((Number) page.evaluate("window.shifts")).doubleValue();
    }

    /** Forgets what a test provoked. */
    public void forgive() {
        troubles.clear();
    }

    /** Nothing ran that should not, nothing was refused, nothing failed. */
    public void assertNoTrouble() {
        assertThat(troubles).isEmpty();
        assertThat((List<?>) page.evaluate("window.violations")).isEmpty();
    }

    @Override
    public void close() {
        context.close();
    }
}
