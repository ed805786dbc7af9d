// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static io.slostream.tests.integration.PageClient.parameter;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slostream.app.run.EngineRunner;
import io.slostream.broker.EmbeddedBroker;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the page gets to see of real engines: an incident from firing to resolved, its evidence, a restart. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PageIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String TOKEN = "a-token-for-this-test-1234";
    private static final String OF_MATH = parameter("slo", EngineFiles.SLO) + "&" + parameter("group", "math");
    private static final String LIVE = "?" + OF_MATH;
    private static final long MINUTE_MS = 60_000;

    @TempDir
    private Path directory;

    private EngineRunner start(EmbeddedBroker broker, String instance) throws Exception {
        EngineRunner engine = new EngineRunner(new EngineFiles(directory, broker.bootstrap())
                .instance(instance)
                .http("{ port: 0, names: [slo.example.org], token: '${file:token}' }")
                .read());
        engine.start();
        assertThat(engine.awaitRunning(SOON)).isTrue();
        return engine;
    }

    private static PageClient page(EngineRunner engine) {
        return new PageClient(engine.healthPort(), TOKEN);
    }

    @Test
    void shouldShowAnIncidentFromItsBeginningToItsEnd() throws Exception {
        Files.writeString(directory.resolve("token"), TOKEN + "\n");
        try (EmbeddedBroker broker = EmbeddedBroker.builder().start()) {
            try (EngineRunner engine = start(broker, "one");
                    PageClient.Stream live = page(engine).stream(LIVE)) {
                PageClient page = page(engine);
                assertFilesAndRefusals(page, engine.healthPort());
                assertDefinitions(page);
                assertThat(live.next().name()).isEqualTo("snapshot");

                long beganMs = System.currentTimeMillis();
                JsonNode fired;
                try (Canaries canaries = Canaries.start(broker, 4)) {
                    fired = awaitAlert(live, "firing");
                    live.await(event -> isCell(event.data(), "math", "firing"));
                    assertIncident(page, fired);
                    canaries.recover();
                    JsonNode resolved = awaitAlert(live, "resolved");
                    assertThat(resolved.path("started_at")).isEqualTo(fired.path("started_at"));
                    canaries.stop();
                }
                assertThat(page.json("/api/v1/alerts?" + OF_MATH)
                                .at("/alerts/0/state")
                                .asText())
                        .isEqualTo("resolved");
                assertHistory(page, beganMs);
                try (EngineRunner other = start(broker, "two")) {
                    assertSameCells(page, page(other));
                }
            }
            EngineRunner again = start(broker, "one");
            try (PageClient.Stream live = page(again).stream(LIVE)) {
                JsonNode snapshot = live.next().data();
                if (snapshot.path("cells").isEmpty()) { // the topic had not been read yet
                    snapshot = live.await(event -> !event.data().path("cells").isEmpty())
                            .data();
                }
                assertThat(snapshot.path("cells").findValuesAsText("group")).contains("math");
                again.shutDown();
                while (live.next() != null) {
                    // The stream ends with the engine, after what it still has to say.
                }
            } finally {
                again.shutDown();
            }
        }
    }

    private static JsonNode awaitAlert(PageClient.Stream live, String state) throws Exception {
        JsonNode event = live.await(candidate -> candidate.name().equals("change")
                        && candidate
                                .data()
                                .path("alerts")
                                .findValuesAsText("state")
                                .contains(state))
                .data();
        return event.at("/alerts/0");
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

    private static void assertFilesAndRefusals(PageClient page, int port) throws Exception {
        PageClient stranger = new PageClient(port, "wrong");
        assertThat(stranger.status("/api/v1/definitions")).isEqualTo(401);
        assertThat(stranger.status("/metrics")).isEqualTo(401);
        assertThat(stranger.status("/health/live")).isEqualTo(200);
        assertThat(page.get("/metrics").body()).contains("slo_engine_ready");
        assertThat(stranger.get("/static/uplot/uPlot.esm.js").headers().firstValue("content-type"))
                .contains("text/javascript;charset=utf-8");
        if (PageIT.class.getResource("/page/index.html") != null) {
            for (String view : new String[] {"/", "/dashboards/serving", "/slos/" + EngineFiles.SLO}) {
                assertThat(stranger.get(view).headers().firstValue("content-type"))
                        .contains("text/html;charset=utf-8");
            }
        }
        assertThat(page.status("/static/nothing.js")).isEqualTo(404);
        assertThat(page.status("/api/v1/nothing")).isEqualTo(404);
        for (String notThere : new String[] {
            "live?slo=nothing",
            "live?dashboard=nothing",
            "live?" + parameter("slo", EngineFiles.SLO) + "&group=nobody",
            "history?slo=nothing&group=math",
            "events?" + parameter("slo", EngineFiles.SLO) + "&group=nobody",
            "event?topic=slo.alerts.v1&partition=0&offset=0",
            "event?topic=" + EngineFiles.TOPIC + "&partition=99&offset=0",
            "event?topic=" + EngineFiles.TOPIC + "&partition=0&offset=999999999"
        }) {
            assertThat(page.status("/api/v1/" + notThere)).as(notThere).isEqualTo(404);
        }
        for (String senseless : new String[] {
            "history?slo=" + EngineFiles.SLO,
            "history?" + OF_MATH + "&from=9&to=8",
            "history?" + OF_MATH + "&from=0&to=" + 40L * 24 * 60 * MINUTE_MS,
            "history?" + OF_MATH + "&from=yesterday",
            "events?" + OF_MATH + "&from=0&to=" + (5 * MINUTE_MS + 1),
            "event?topic=" + EngineFiles.TOPIC + "&partition=-1&offset=0",
            "live?group=math",
            "alerts?colour=red"
        }) {
            assertThat(page.status("/api/v1/" + senseless)).as(senseless).isEqualTo(400);
        }
    }

    private static void assertDefinitions(PageClient page) throws Exception {
        JsonNode definitions = page.json("/api/v1/definitions");
        assertThat(definitions.at("/slos/0/name").asText()).isEqualTo(EngineFiles.SLO);
        assertThat(definitions.at("/slos/0/counts").asText()).isEqualTo("canary probes with passed = true");
        assertThat(definitions.at("/slos/0/objective").asText()).isEqualTo("0.99");
        assertThat(definitions.at("/slos/0/headline").asText()).isEqualTo("10s");
        assertThat(definitions
                        .at("/slos/0/alerts/0/tiers/0/bounds/0/max_bad_ratio")
                        .asDouble())
                .isEqualTo(0.1);
        assertThat(definitions.path("clock").asText()).isEqualTo("wall");
    }

    /** From the alert by its link to the transition, from there to the evidence. */
    private static void assertIncident(PageClient page, JsonNode alert) throws Exception {
        assertThat(alert.path("group").asText()).isEqualTo("math");
        JsonNode listed = page.json("/api/v1/alerts?" + OF_MATH);
        assertThat(listed.at("/alerts/0")).isEqualTo(alert);
        URI link = URI.create(alert.path("link").asText());
        assertThat(link.getPath()).isEqualTo("/slos/" + EngineFiles.SLO);

        JsonNode transitions = page.json("/api/v1/transitions?slo=" + EngineFiles.SLO + "&" + link.getQuery());

        JsonNode last = transitions
                .path("transitions")
                .get(transitions.path("transitions").size() - 1);
        assertThat(last.path("state").asText()).isEqualTo("firing");
        assertThat(last.path("at")).isEqualTo(alert.path("at"));
        JsonNode evidence = last.path("evidence").get(0);
        JsonNode event = page.json("/api/v1/event?"
                + parameter("topic", evidence.path("topic").asText())
                + "&" + parameter("partition", evidence.path("partition").asInt())
                + "&" + parameter("offset", evidence.path("offset").asLong()));
        assertThat(event.at("/event/specialist").asText()).isEqualTo("math");
        assertThat(event.at("/event/passed").asBoolean()).isFalse();
        assertThat(event.at("/event/event_time")).isEqualTo(evidence.path("event_time"));
    }

    /** The minute in which the probes began, once it is over: what was counted is what the telemetry says. */
    private static void assertHistory(PageClient page, long beganMs) throws Exception {
        long minuteMs = Math.floorDiv(beganMs, MINUTE_MS) * MINUTE_MS;
        long endMs = minuteMs + MINUTE_MS;
        String stretch = "&from=" + minuteMs + "&to=" + endMs;
        Await.until(
                "the minute's counts",
                SOON,
                () -> !page.json("/api/v1/history?" + OF_MATH + stretch)
                        .at("/total/0")
                        .isNull());
        for (String group : new String[] {"math", "code"}) {
            String asked = parameter("slo", EngineFiles.SLO) + "&group=" + group;
            JsonNode history = page.json("/api/v1/history?" + asked + stretch);
            JsonNode events = page.json("/api/v1/events?" + asked + stretch);

            assertThat(history.at("/at/0").asLong()).isEqualTo(endMs);
            assertThat(events.path("complete").asBoolean())
                    .as(events.path("problem").asText())
                    .isTrue();
            assertThat(sum(events.path("good"))).isEqualTo(history.at("/good/0").asLong());
            assertThat(sum(events.path("good")) + sum(events.path("bad")))
                    .isEqualTo(history.at("/total/0").asLong())
                    .isPositive();
            assertThat(events.path("events").isEmpty()).isEqualTo(group.equals("code"));
            assertThat(history.path("omitted").findValuesAsText("")).isEmpty();
            assertThat(history.at("/omitted/0").asText()).isEqualTo("10s");
            assertThat(history.at("/windows/0/window").asText()).isEqualTo("1h");
        }
        JsonNode spans = page.json("/api/v1/history?" + OF_MATH).path("spans");
        assertThat(spans.findValuesAsText("state")).contains("firing");
    }

    private static long sum(JsonNode numbers) {
        long sum = 0;
        for (JsonNode number : numbers) {
            sum += number.asLong();
        }
        return sum;
    }

    private static Map<String, JsonNode> cells(PageClient page) throws Exception {
        try (PageClient.Stream live = page.stream("?dashboard=serving")) {
            Map<String, JsonNode> cells = new TreeMap<>();
            for (JsonNode cell : live.next().data().path("cells")) {
                cells.put(cell.path("slo").asText() + "/" + cell.path("group").asText(), cell);
            }
            return cells;
        }
    }

    private static void assertSameCells(PageClient one, PageClient two) throws Exception {
        Await.until(
                "the same cells from two instances",
                SOON,
                () -> cells(one).size() >= 2 && cells(one).equals(cells(two)));
    }
}
