// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.browser;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** axe finds nothing serious on any view, light or dark: contrast, names, roles, landmarks, order of headings. */
@ExtendWith(ChromiumExtension.class)
class AccessibilityIT {
    private static final Set<String> GRAVE = Set.of("serious", "critical");

    @Test
    void shouldHaveNoSeriousFindingsOnAnyViewInAnyTheme(Browser browser) {
        SoftAssertions softly = new SoftAssertions();
        try (StubServer server = new StubServer(Views.troubled())) {
            for (ColorScheme theme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
                for (var view : Views.paths().entrySet()) {
                    // axe puts a script into each page that it looks at; a page of its own keeps the next one clean.
                    try (Visit visit = Visit.of(browser, server.base(), Visit.WIDTH, theme)) {
                        visit.open(view.getValue());
                        Views.settle(visit);
                        // There are no frames, for which it would open a page of its own.
                        AxeBuilder axe = new AxeBuilder(visit.page).setLegacyMode(true);
                        if (!view.getKey().equals("home")) {
                            // It is the same on every view.
                            axe = axe.exclude("#bar");
                        }
                        if (theme == ColorScheme.DARK) {
                            // All else is the same in the dark.
                            axe = axe.withRules(List.of("color-contrast"));
                        }
                        for (Rule finding : axe.analyze().getViolations()) {
                            softly.assertThat(GRAVE)
                                    .as("%s, %s: %s %s", view.getKey(), theme, finding.getHelp(), finding.getNodes())
                                    .doesNotContain(finding.getImpact());
                        }
                    }
                }
            }
        }
        softly.assertAll();
    }
}
