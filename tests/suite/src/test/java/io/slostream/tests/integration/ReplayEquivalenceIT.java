// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.definition.Tier;
import io.slostream.app.history.HistoryListener;
import io.slostream.app.history.HistoryOptions;
import io.slostream.app.history.HistoryReplay;
import io.slostream.app.history.HistoryResult;
import io.slostream.app.review.Difference;
import io.slostream.app.review.RecordedTopics;
import io.slostream.app.review.RecordedVerdict;
import io.slostream.app.review.VerdictComparison;
import io.slostream.app.run.EngineRunner;
import io.slostream.app.run.RecordedEngine;
import io.slostream.broker.EmbeddedBroker;
import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.judge.Verdict;
import io.slostream.topology.summary.OutputRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What ran live comes out of a replay again, record by record: two instances, one of them killed with an alert open, late
 * events, silent partitions and a change of the definitions. A replay that ignores ticks, or whose windows are a pane
 * shorter, does not.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReplayEquivalenceIT {
    private static final long SEED = Long.getLong("slostream.replay.seed", 7);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String CANARIES = TelemetryKind.CANARY.topic();
    private static final String EVALUATIONS = TelemetryKind.EVALUATION.topic();
    private static final int PARTITIONS = 4;
    private static final int HANDFUL = 20;
    private static final long PANE_MS = 1_000;

    @TempDir
    private static Path directory;

    private static EmbeddedBroker broker;
    private static long killedAtMs;

    @BeforeAll
    static void live() throws Exception {
        broker = EmbeddedBroker.builder().start();
        TransitionLog transitions = new TransitionLog(broker.clientConfig());
        EngineFiles files = new EngineFiles(directory, broker.bootstrap())
                .slos(FaultSlos.canariesAndEvaluations())
                .topics("{ partitions: { " + CANARIES + ": 4, " + EVALUATIONS + ": 4 } }");
        List<TopicPartition> spoken = new ArrayList<>(SeededTelemetry.partitions(CANARIES, PARTITIONS - 1));
        spoken.addAll(SeededTelemetry.partitions(EVALUATIONS, 2));
        String config = files.write().toString();
        try (EngineProcess one = EngineProcess.start(directory, "run", "-c", config)) {
            Await.until("running", SOON, () -> one.isRunning() || !one.isAlive());
            assertThat(one.isAlive()).as(one.stderr()).isTrue();
            try (EngineRunner two = new EngineRunner(files.instance("two").read())) {
                two.start();
                assertThat(two.awaitRunning(SOON)).isTrue();
                try (SeededTelemetry telemetry = SeededTelemetry.start(broker, SEED, spoken)) {
                    telemetry.force("math", 1);
                    transitions.await(FaultSlos.HELD, "math", "firing");
                    one.kill();
                    killedAtMs = System.currentTimeMillis();
                    change(config);
                    telemetry.force("math", 0);
                    transitions.await(FaultSlos.HELD, "math", "resolved");
                    telemetry.force("code", 1);
                    Await.until("an alert under the new definitions", SOON, () -> hasFiredUnderNewDefinitions());
                }
                // Silence: ticks close what is open.
                Await.until(
                        "the end of it",
                        SOON,
                        () -> transitions.last(FaultSlos.IMMEDIATE, "code").equals("no_data"));
            }
        }
    }

    private static void change(String config) throws Exception {
        Path slo = directory.resolve("canary-faults.yaml");
        Files.writeString(slo, Files.readString(slo).replace("0.8", "0.7"));
        try (EngineProcess apply = EngineProcess.start(directory, "apply", "-c", config)) {
            assertThat(apply.awaitExit(60)).as(apply.stderr()).isZero();
        }
    }

    private static boolean hasFiredUnderNewDefinitions() {
        long first = engine().versions().first().version();
        return recorded().stream()
                .anyMatch(verdict -> version(verdict) > first && verdict.state().equals("firing"));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void shouldGiveTheVerdictsThatRanLive() throws Exception {
        assertWorthComparing();
        try (EngineProcess replay = EngineProcess.start(
                directory,
                "replay",
                "--bootstrap",
                broker.bootstrap(),
                "--against",
                "recorded",
                "--format",
                "ndjson")) {
            int code = replay.awaitExit(120);

            System.out.println(lastLines(replay.stdout(), 2));
            assertThat(code).as(replay.stderr() + replay.stdout()).isZero();
            assertThat(replay.stdout())
                    .contains("\"missing\":0,\"extra\":0,\"shifted\":0,\"changed\":0")
                    .doesNotContain("\"difference\"");
        }
    }

    @Test
    void shouldNotDependOnHowManyThreadsRead() throws Exception {
        for (int threads : List.of(1, 3)) {
            VerdictComparison comparison = compare(consumers(Map.of()), engine(), threads);

            assertThat(comparison.differences()).isEmpty();
            assertThat(comparison.identical().get(TopicCatalog.TRANSITIONS.name()))
                    .isGreaterThan(HANDFUL);
            assertThat(comparison.identical().get(TopicCatalog.ALERTS.name())).isPositive();
        }
    }

    @Test
    void shouldFailWithoutTicks() throws Exception {
        VerdictComparison comparison = compare(
                consumers(Map.of(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG, WithoutTicks.class.getName())),
                engine(),
                2);

        assertThat(comparison.differences()).as("a replay that ignores ticks").isNotEmpty();
    }

    @Test
    void shouldFailWithWindowsAPaneShorter() throws Exception {
        RecordedEngine engine = engine();
        RecordedEngine mutant = new RecordedEngine(
                engine.applicationId(),
                engine.versions().mapped(ReplayEquivalenceIT::shorter),
                engine.start(),
                engine.firstOffsets());

        assertThat(compare(consumers(Map.of()), mutant, 2).differences().stream()
                        .filter(difference -> difference.sort() != Difference.Sort.CHANGED))
                .as("changes of state that windows a pane shorter would not have made")
                .isNotEmpty();
    }

    private static EngineDefinition shorter(EngineDefinition definition) {
        return definition.with(DefinitionSet.of(definition.slos().slos().stream()
                .map(ReplayEquivalenceIT::shorter)
                .toList()));
    }

    private static SloDefinition shorter(SloDefinition slo) {
        return new SloDefinition(
                slo.name(),
                slo.owner(),
                slo.dashboard(),
                slo.category(),
                slo.description(),
                slo.indicator(),
                slo.goal(),
                slo.alerts().stream().map(ReplayEquivalenceIT::shorter).toList(),
                slo.distribution());
    }

    private static AlertDefinition shorter(AlertDefinition alert) {
        return new AlertDefinition(
                alert.name(),
                alert.tiers().stream()
                        .map(tier -> new Tier(
                                tier.severity(),
                                tier.rate(),
                                tier.bounds().stream()
                                        .map(bound -> new Tier.Bound(bound.windowMs() - PANE_MS, bound.limit()))
                                        .toList()))
                        .toList(),
                alert.holdMs(),
                alert.keepFiringForMs(),
                alert.minimumEvents(),
                alert.minimumBadEvents(),
                alert.minimumCoverage(),
                alert.noData(),
                alert.compat());
    }

    private static void assertWorthComparing() throws Exception {
        Map<String, SourceLog> logs =
                SourceLog.read(broker.clientConfig(), List.of(TelemetryKind.CANARY, TelemetryKind.EVALUATION));
        assertThat(logs.get(CANARIES + "-3").data()).as("a silent partition").isEmpty();
        assertThat(logs.get(CANARIES + "-3").entries()).as("its ticks").isNotEmpty();
        List<RecordedVerdict> recorded = recorded();
        assertThat(recorded.stream()
                        .filter(verdict -> verdict.state().equals("firing") && verdict.atMs() < killedAtMs)
                        .anyMatch(fired -> recorded.stream()
                                .anyMatch(other -> other.key().equals(fired.key())
                                        && other.state().equals("resolved")
                                        && other.atMs() > killedAtMs)))
                .as("an alert open across the kill")
                .isTrue();
        assertThat(recorded.stream()
                        .map(ReplayEquivalenceIT::version)
                        .distinct()
                        .count())
                .as("definition versions that judged")
                .isGreaterThan(1);
    }

    private static VerdictComparison compare(
            Supplier<Consumer<byte[], byte[]>> consumers, RecordedEngine engine, int threads) throws Exception {
        List<RecordedVerdict> replayed = new ArrayList<>();
        HistoryListener listener = new HistoryListener() {
            @Override
            public void told(Verdict verdict, OutputRecord record) {
                replayed.add(
                        new RecordedVerdict(record.topic().name(), record.key(), record.timestampMs(), record.value()));
            }
        };
        try (HistoryReplay replay = HistoryReplay.of(
                engine,
                new HistoryOptions(OptionalLong.empty(), OptionalLong.empty(), threads),
                consumers,
                SchemaRegistry.none(),
                listener)) {
            HistoryResult result = replay.run();
            assertThat(result.accounting().late()).as("late events").isPositive();
            long last =
                    recorded().stream().mapToLong(RecordedVerdict::atMs).max().orElseThrow();
            return VerdictComparison.of(recorded(), replayed, 0, Math.max(result.judgedUpToMs(), last), last);
        }
    }

    private static RecordedEngine engine() {
        try (Consumer<byte[], byte[]> consumer = consumers(Map.of()).get()) {
            return RecordedEngine.read(
                    consumer, new RecordDecoder(SchemaRegistry.none()), Optional.empty(), complaint -> {
                        throw new AssertionError(complaint);
                    });
        }
    }

    private static List<RecordedVerdict> recorded() {
        try (Consumer<byte[], byte[]> consumer = consumers(Map.of()).get()) {
            return new RecordedTopics(consumer, new RecordDecoder(SchemaRegistry.none())).read(0);
        }
    }

    private static Supplier<Consumer<byte[], byte[]>> consumers(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(broker.clientConfig());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.putAll(more);
        return () -> new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static long version(RecordedVerdict verdict) {
        return (Long) verdict.value().get("definition_version");
    }

    private static String lastLines(String text, int count) {
        List<String> lines = text.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
    }
}
