// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From a phone to a wall: no view is wider than its window. With {@code -Dslostream.pictures=true} it leaves pictures. */
@ExtendWith(ChromiumExtension.class)
class LayoutIT {
    private static final Path PICTURES = Path.of("target/pictures");

    @Test
    void shouldFitWindowsOfEveryWidth(Browser browser) throws IOException {
        Files.createDirectories(PICTURES);
        SoftAssertions softly = new SoftAssertions();
        try (StubServer server = new StubServer(Views.troubled())) {
            for (int width : List.of(320, 768, 1280, 2560)) {
                // Half of the widths in each theme; the rest of both is a matter of colours, which another test has.
                ColorScheme theme = width == 320 || width == 1280 ? ColorScheme.DARK : ColorScheme.LIGHT;
                try (Visit visit = Visit.of(browser, server.base(), width, theme)) {
                    for (var view : Views.paths().entrySet()) {
                        visit.open(view.getValue());
                        Views.settle(visit);
                        softly.assertThat(visit.overflow())
                                .as("%s at %d", view.getKey(), width)
                                .isLessThanOrEqualTo(0);
                        if (Boolean.getBoolean("slostream.pictures")) {
                            Files.write(PICTURES.resolve(view.getKey() + "-" + width + ".png"), Views.picture(visit));
                        }
                    }
                    visit.assertNoTrouble();
                }
            }
        }
        softly.assertAll();
    }

    @Test
    void shouldNotMoveWhatIsReadWhenDataComesIn(Browser browser) {
        try (StubServer server = new StubServer(Views.troubled());
                Visit visit = Visit.of(browser, server.base())) {
            for (String view : List.of("home", "infra", "incident")) {
                String path = Views.paths().get(view);
                // By name: worst first means that cards change places.
                visit.open(path + (path.contains("?") ? "&" : "?") + "bar=name");
                visit.await("!document.body.innerText.includes('Reading…')");
                server.push("change", server.world.fire("correctness", "legal", "google-30d", "page"));
                assertThat(visit.card("legal").locator(".badge")).hasText("Red");
                server.push("change", server.world.state("correctness", "legal", "firing", true));
                assertThat(visit.card("legal").locator(".badge")).hasText("Stale, was red");
                server.push("change", server.world.state("correctness", "legal", "no_data", false));
                server.push("change", server.world.resolve("correctness", "legal", "google-30d"));
                assertThat(visit.card("legal").locator(".badge")).hasText("Green");

                // Above 0.1 a page counts as jumpy (web.dev/cls); this one should stand still.
                assertThat(visit.shifts()).as(path).isLessThan(0.02);
            }
        }
    }
}
