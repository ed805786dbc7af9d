// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests one Chromium, Debian's, which lives as long as the tests of this JVM. */
public final class ChromiumExtension implements ParameterResolver {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create("chromium");

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == Browser.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Running.class, key -> new Running(), Running.class)
                .browser;
    }

    /** Closed by JUnit after the last test. */
    private static final class Running implements AutoCloseable {
        private final Playwright playwright;
        private final Browser browser;

        Running() {
            if (!Files.isExecutable(CHROMIUM)) {
                throw new IllegalStateException("the tests of the page need Chromium as " + CHROMIUM
                        + ": apt-get install chromium, or run them by .ci/run, which does that");
            }
            playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            browser = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(CHROMIUM)
                            // Nothing but the page under test may be asked for anything.
                            .setArgs(List.of(
                                    "--no-sandbox",
                                    "--disable-background-networking",
                                    "--disable-component-update",
                                    "--disable-default-apps",
                                    "--disable-sync",
                                    "--no-first-run",
                                    "--no-pings")));
        }

        @Override
        public void close() {
            playwright.close();
        }
    }
}
