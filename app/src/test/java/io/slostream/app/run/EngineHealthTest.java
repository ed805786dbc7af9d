// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.app.serve.HttpService;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.accumulate.Accounting;
import io.slostream.topology.streams.EngineStatus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Health as a probe sees it, over HTTP, in each state of the engine. */
class EngineHealthTest {
    private static final long T0 = 1_767_571_200_000L; // 2026-01-05T00:00:00Z
    private static final String CANARIES = "telemetry.canaries.v1";
    private static final String PACKETS = "engine-packets-repartition";
    private static final String EVENTS =
            ",\"events\":{\"in\":9,\"counted\":4,\"late\":3,\"dead_lettered\":1,\"excluded\":1}}";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Map<SourcePartition, EngineStatus.Source> sources = new HashMap<>();
    private final Map<EngineStatus.Evaluated, Long> evaluated = new HashMap<>();
    private final FakeStreams streams = new FakeStreams();
    private final EngineHealth health =
            new EngineHealth(EngineHealth.Limits.of(TimeGrid.DEFAULT), () -> sources, () -> evaluated, () -> T0);
    private final HttpService server = new HttpService("127.0.0.1", 0, HealthRoutes.of(health));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldBeLiveButNotReadyWhileStarting() throws Exception {
        assertAnswer("/health/live", 200, "{\"status\":\"live\",\"state\":\"STARTING\",\"problems\":[]}");
        assertAnswer(
                "/health/ready",
                503,
                "{\"status\":\"not ready\",\"state\":\"STARTING\",\"problems\":"
                        + "[\"still starting: connecting, checking topics, definitions and offsets\"],"
                        + "\"events\":{\"in\":0,\"counted\":0,\"late\":0,\"dead_lettered\":0,\"excluded\":0}}");
    }

    @Test
    void shouldBeReadyWhenEverySourceHasSpokenAndVerdictsAreInTime() throws Exception {
        health.running(streams, Set.of(TelemetryKind.CANARY, TelemetryKind.EXCLUSION));
        upToDate();

        assertAnswer("/health/ready", 200, "{\"status\":\"ready\",\"state\":\"RUNNING\",\"problems\":[]" + EVENTS);
    }

    @Test
    void shouldNotBeReadyWhileRebalancing() throws Exception {
        health.running(streams, Set.of(TelemetryKind.CANARY, TelemetryKind.EXCLUSION));
        upToDate();
        streams.state = KafkaStreams.State.REBALANCING;

        assertAnswer("/health/live", 200, "{\"status\":\"live\",\"state\":\"REBALANCING\",\"problems\":[]}");
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    }

    @Test
    void shouldNameSilentSourcesAndVerdictsThatAreBehind() throws Exception {
        health.running(streams, Set.of(TelemetryKind.CANARY, TelemetryKind.EXCLUSION));
        upToDate();
        streams.owned.add(new TopicPartition(CANARIES, 1)); //   never heard of
        spoken(0, T0 - 46_000); //                               pane 5 s + grace 10 s + 30 s = 45 s
        evaluated.put(new EngineStatus.Evaluated(TelemetryKind.CANARY, 0), T0 - 66_000);

        assertAnswer(
                "/health/ready",
                503,
                "{\"status\":\"not ready\",\"state\":\"RUNNING\",\"problems\":["
                        + "\"input stale, not heard of for too long: telemetry.canaries.v1-0, telemetry.canaries.v1-1\","
                        + "\"verdicts are behind: engine-packets-repartition-0\"]" + EVENTS);
    }

    @Test
    void shouldBeDeadOnceTheEngineHasEnded() throws Exception {
        health.running(streams, Set.of(TelemetryKind.CANARY, TelemetryKind.EXCLUSION));
        upToDate();
        health.ended(new EngineEnd(EngineEnd.REFUSED, "a topic is gone"));

        String body = "{\"status\":\"%s\",\"state\":\"ENDED\",\"problems\":[\"the engine has ended: a topic is gone\"]";
        assertAnswer("/health/live", 503, body.formatted("dead") + "}");
        assertAnswer("/health/ready", 503, body.formatted("not ready") + EVENTS);
    }

    @Test
    void shouldRefuseOtherMethodsPathsAndHosts() throws Exception {
        HttpResponse<String> post = CLIENT.send(
                HttpRequest.newBuilder(uri("/health/live"))
                        .POST(HttpRequest.BodyPublishers.ofString("x"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(post.headers().firstValue("Allow")).contains("GET, HEAD");
        assertThat(get("/metrics").statusCode()).isEqualTo(404);
        assertThat(get("/health/live/../ready").statusCode()).isIn(404, 503);
        assertThat(statusWithHost("attacker.example")).contains(" 421 ");
        assertThat(statusWithHost("localhost:80")).contains(" 200 ");
        assertThat(statusWithHost("10.1.2.3:8080")).contains(" 200 ");
    }

    private void upToDate() {
        streams.owned.add(new TopicPartition(CANARIES, 0));
        streams.owned.add(new TopicPartition(PACKETS, 0));
        spoken(0, T0 - 6_000);
        evaluated.put(new EngineStatus.Evaluated(TelemetryKind.CANARY, 0), T0 - 15_000);
    }

    private void spoken(int partition, long clockMs) {
        sources.put(
                new SourcePartition(CANARIES, partition),
                new EngineStatus.Source(clockMs, new Accounting(9, 4, 3, 1, 1)));
    }

    private void assertAnswer(String path, int code, String body) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.statusCode()).isEqualTo(code);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    /** The client does not let a test set this header. */
    private String statusWithHost(String host) throws IOException {
        try (var socket = new java.net.Socket("127.0.0.1", server.port())) {
            socket.getOutputStream()
                    .write(("GET /health/live HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n").getBytes());
            return new String(socket.getInputStream().readAllBytes())
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }

    /** One thread with one task that owns everything. */
    private static final class FakeStreams implements EngineHealth.Streams {
        private KafkaStreams.State state = KafkaStreams.State.RUNNING;
        private final Set<TopicPartition> owned = new HashSet<>();

        @Override
        public KafkaStreams.State state() {
            return state;
        }

        @Override
        public Set<ThreadMetadata> threads() {
            return Set.of(new Thread(Set.of(new Task(Set.copyOf(owned)))));
        }
    }

    private record Thread(Set<TaskMetadata> activeTasks) implements ThreadMetadata {
        @Override
        public String threadState() {
            return "RUNNING";
        }

        @Override
        public String threadName() {
            return "t";
        }

        @Override
        public Set<TaskMetadata> standbyTasks() {
            return Set.of();
        }

        @Override
        public String consumerClientId() {
            return "c";
        }

        @Override
        public String restoreConsumerClientId() {
            return "r";
        }

        @Override
        public Set<String> producerClientIds() {
            return Set.of();
        }

        @Override
        public String adminClientId() {
            return "a";
        }
    }

    private record Task(Set<TopicPartition> topicPartitions) implements TaskMetadata {
        @Override
        public TaskId taskId() {
            return new TaskId(0, 0);
        }

        @Override
        public Map<TopicPartition, Long> committedOffsets() {
            return Map.of();
        }

        @Override
        public Map<TopicPartition, Long> endOffsets() {
            return Map.of();
        }

        @Override
        public Optional<Long> timeCurrentIdlingStarted() {
            return Optional.empty();
        }
    }
}
