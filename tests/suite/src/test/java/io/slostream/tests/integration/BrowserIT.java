// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.slostream.app.run.EngineRunner;
import io.slostream.broker.EmbeddedBroker;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.tests.browser.ChromiumExtension;
import io.slostream.tests.browser.Visit;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** From a failing probe to the eyes of a person and back: a real engine on a real broker, seen in a browser. */
@ExtendWith(ChromiumExtension.class)
@Timeout(300)
class BrowserIT {
    private static final Duration SOON = Duration.ofSeconds(90);

    @TempDir
    private Path directory;

    @Test
    void shouldTurnRedShowTheIncidentTurnGreenAndSurviveARestart(Browser browser) throws Exception {
        int port = freePort();
        try (EmbeddedBroker broker = EmbeddedBroker.builder().start();
                Visit visit = Visit.of(browser, "http://127.0.0.1:" + port)) {
            EngineFiles files = new EngineFiles(directory, broker.bootstrap()).http("{ port: %d }".formatted(port));
            try (EngineRunner engine = started(files);
                    Canaries canaries = Canaries.start(broker, 4)) {
                visit.open("/");
                assertThat(visit.card("math").locator(".badge")).hasText("Red", soon());
                assertThat(visit.card("code").locator(".badge")).hasText("Green", soon());
                assertThat(visit.page).hasTitle("1 red – slostream");
                assertThat(visit.main()).containsText("1 alert fires now", within());

                assertIncident(browser, broker, port);

                canaries.recover();
                assertThat(visit.card("math").locator(".badge")).hasText("Green", soon());
                assertThat(visit.main()).containsText("Nothing fires", within());
                assertThat(visit.page).hasTitle("all green – slostream");
                visit.assertNoTrouble();
                assertThat(engine.awaitRunning(SOON)).isTrue();
            }
            assertThat(visit.status()).containsText("Disconnected since", within());
            assertThat(visit.card("math").locator(".badge")).hasText("Stale, was green", soon());

            try (EngineRunner engine = started(files);
                    Canaries canaries = Canaries.start(broker, 4)) {
                assertThat(visit.card("math").locator(".badge")).hasText("Red", soon());
                assertThat(visit.status()).containsText("Live", within());
                canaries.recover();
                assertThat(engine.awaitRunning(SOON)).isTrue();
            }
        }
    }

    private static EngineRunner started(EngineFiles files) throws Exception {
        EngineRunner engine = new EngineRunner(files.read());
        engine.start();
        assertThat(engine.awaitRunning(SOON)).isTrue();
        return engine;
    }

    /** The link that a pager gets opens that alert's incident, with an event behind it. */
    private static void assertIncident(Browser browser, EmbeddedBroker broker, int port) throws Exception {
        try (CommittedReader alerts = new CommittedReader(broker, TopicCatalog.ALERTS);
                Visit pager = Visit.of(browser, "http://127.0.0.1:" + port)) {
            GenericRecord alert = alerts.await(
                    "the firing alert", SOON, one -> one.get("state").toString().equals("firing"));
            pager.open(alert.get("link").toString());
            assertThat(pager.main().locator("h1")).hasText(EngineFiles.SLO + " / math");
            Locator incident = pager.main().locator(".incident");
            assertThat(incident).containsText(alert.get("summary").toString(), within());
            Locator changes = incident.getByLabel("Changes of the alert").locator("tbody tr");
            assertThat(changes).hasCount(1);
            assertThat(changes).containsText("firing");

            incident.getByText("Show event").first().click();

            assertThat(incident.locator(".fields")).containsText("probe_id", within());
            pager.assertNoTrouble();
        }
    }

    private static LocatorAssertions.HasTextOptions soon() {
        return new LocatorAssertions.HasTextOptions().setTimeout(SOON.toMillis());
    }

    private static LocatorAssertions.ContainsTextOptions within() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(SOON.toMillis());
    }

    private static int freePort() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
