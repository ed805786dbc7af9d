// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nobody may believe an old value: the page says when it hears nothing, and since when, and comes back by itself. */
@ExtendWith(ChromiumExtension.class)
class ConnectionIT {
    @Test
    void shouldSayThatItIsDisconnectedAndReconnect(Browser browser) {
        try (StubServer server = new StubServer(new StubWorld(StubWorld.EIGHT));
                Visit visit = Visit.of(browser, server.base()).open("/")) {
            server.refuseStreams(503);
            server.dropStreams();

            assertThat(visit.status()).containsText(Pattern.compile("Disconnected since \\d\\d:\\d\\d:\\d\\d UTC"));
            assertThat(visit.status()).containsText("Trying again in");
            assertThat(visit.status()).containsText("no room for another stream");
            assertThat(visit.card("code").locator(".badge")).hasText("Stale, was green");
            assertThat(visit.page).hasTitle("disconnected – slostream");
            visit.forgive();

            server.world.fire("correctness", "code", "OutcomeBarRed", "page");
            server.refuseStreams(0);
            visit.page.getByText("Try now").click();

            assertThat(visit.status()).containsText("Live");
            assertThat(visit.card("code").locator(".badge")).hasText("Red");
            assertThat(visit.page).hasTitle("1 red – slostream");
        }
    }

    @Test
    void shouldReconnectByItselfWhenTheServerEndsTheStream(Browser browser) {
        try (StubServer server = new StubServer(new StubWorld(StubWorld.EIGHT));
                Visit visit = Visit.of(browser, server.base()).open("/dashboards/infra")) {
            int before = server.opened();

            server.dropStreams();

            assertThat(visit.status()).containsText("Disconnected");
            assertThat(visit.status()).containsText("Live");
            assertThat(server.opened()).isEqualTo(before + 1);
        }
    }

    @Test
    void shouldCallASilentServerDisconnected(Browser browser) {
        try (StubServer server = new StubServer(new StubWorld(StubWorld.EIGHT));
                Visit visit = Visit.of(browser, server.base())) {
            visit.page.clock().install();
            visit.open("/");
            assertThat(visit.status()).containsText("Live");
            server.refuseStreams(503);

            visit.page.clock().fastForward(11_000);
            assertThat(visit.status()).containsText("Live");
            visit.page.clock().fastForward(1_500);

            assertThat(visit.status()).containsText("Disconnected");
            assertThat(visit.status()).containsText("nothing was heard for 12 s");
            assertThat(visit.card("math").locator(".badge")).hasText("Stale, was green");
        }
    }

    @Test
    void shouldSayWhatTheEngineLacks(Browser browser) {
        try (StubServer server = new StubServer(new StubWorld(StubWorld.EIGHT));
                Visit visit = Visit.of(browser, server.base()).open("/")) {
            server.world.ready(false);
            server.push("beat", server.world.beat());

            assertThat(visit.status()).containsText("The engine is not ready: input stale: telemetry.canaries.v1");
            visit.assertNoTrouble();
        }
    }

    @Test
    void shouldReadTheDefinitionsAgainWhenTheyAreOthers(Browser browser) {
        try (StubServer server = new StubServer(new StubWorld(StubWorld.EIGHT));
                Visit visit = Visit.of(browser, server.base()).open("/")) {
            assertThat(server.definitionsRead()).isEqualTo(1);

            server.world.redefine("two");
            server.push("beat", server.world.beat());
            visit.page.waitForCondition(() -> server.definitionsRead() == 2);
            server.push("beat", server.world.beat());
            assertThat(visit.status()).containsText("Live");

            assertThat(server.definitionsRead()).isEqualTo(2);
            visit.assertNoTrouble();
        }
    }

    @Test
    void shouldAskForTheToken(Browser browser) {
        try (StubServer server = new StubServer(new StubWorld(StubWorld.EIGHT));
                Visit visit = Visit.of(browser, server.base())) {
            server.wantToken("open sesame");
            visit.open("/dashboards/serving");
            assertThat(visit.main().locator("h1")).hasText("A token is needed");

            visit.page.getByLabel("Token").fill("wrong");
            visit.page.getByText("Go on").click();
            assertThat(visit.main()).containsText("The server does not take this token");
            visit.page.getByLabel("Token").fill("open sesame");
            visit.page.keyboard().press("Enter");

            assertThat(visit.main().locator("h1")).hasText("Dashboard serving");
            assertThat(visit.status()).containsText("Live");
            assertThat(visit.page.url()).doesNotContain("sesame");

            visit.page.reload();
            assertThat(visit.main().locator("h1")).hasText("Dashboard serving");
        }
    }
}
