// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static io.slostream.tests.integration.PageClient.parameter;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slostream.app.run.EngineRunner;
import io.slostream.broker.EmbeddedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the page gets to see of a real engine: every answer once, an alert from firing to resolved, a restart. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PageIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String TOKEN = "a-token-for-this-test-1234";
    private static final String OF_MATH = parameter("slo", EngineFiles.SLO) + "&" + parameter("group", "math");

    @TempDir
    private Path directory;

    @Test
    void shouldShowAnIncidentFromItsBeginningToItsEnd() throws Exception {
        Files.writeString(directory.resolve("token"), TOKEN + "\n");
        try (EmbeddedBroker broker = EmbeddedBroker.builder().start()) {
            EngineFiles files = new EngineFiles(directory, broker.bootstrap())
                    .http("{ port: 0, names: [slo.example.org], token: '${file:token}' }");
            EngineRunner engine = new EngineRunner(files.read());
            engine.start();
            assertThat(engine.awaitRunning(SOON)).isTrue();
            PageClient page = new PageClient(engine.healthPort(), TOKEN);
            assertDefinitions(page);
            assertRefusals(page, engine.healthPort());
            PageClient.Event fired;
            PageClient.Stream stream = page.stream("?slo=" + EngineFiles.SLO + "&group=math");
            PageClient.Event snapshot = stream.next();
            assertThat(snapshot.name()).isEqualTo("snapshot");
            try (Canaries canaries = Canaries.start(broker, 4)) {
                fired = stream.await(event -> event.name().equals("change")
                        && event.data().path("alerts").findValuesAsText("state").contains("firing"));
                stream.await(event -> event.name().equals("change") && isCell(event.data(), "math", "firing"));
                assertThat(stream.await(event -> event.name().equals("summary"))
                                .data()
                                .at("/summary/group")
                                .asText())
                        .isEqualTo("math");
                canaries.stop();
            }
            JsonNode alert = fired.data().at("/alerts/0");
            assertThat(alert.path("alert").asText()).isEqualTo(EngineFiles.ALERT);
            assertAlert(page, alert);
            assertThat(page.json("/api/v1/history?" + OF_MATH).path("step_ms").asLong())
                    .isEqualTo(60_000);
            engine.close();
            while (stream.next() != null) {
                // what was said until the end
            }
        }
    }

    private static boolean isCell(JsonNode event, String group, String state) {
        for (JsonNode cell : event.path("cells")) {
            if (cell.path("group").asText().equals(group)
                    && cell.path("state").asText().equals(state)) {
                return true;
            }
        }
        return false;
    }

    private static void assertDefinitions(PageClient page) throws Exception {
        JsonNode definitions = page.json("/api/v1/definitions");
        assertThat(definitions.at("/slos/0/name").asText()).isEqualTo(EngineFiles.SLO);
    }

    private static void assertAlert(PageClient page, JsonNode alert) throws Exception {
        assertThat(alert.path("link").asText()).startsWith("/slos/" + EngineFiles.SLO + "?alert=");
        assertThat(page.json("/api/v1/alerts?" + OF_MATH).at("/alerts/0/state").asText())
                .isEqualTo("firing");
    }

    private static void assertRefusals(PageClient page, int port) throws Exception {
        assertThat(new PageClient(port, "wrong").status("/api/v1/definitions")).isEqualTo(401);
        assertThat(page.status("/api/v1/live?slo=nothing")).isEqualTo(404);
    }
}
