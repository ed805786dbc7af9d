// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.app.history.HistoryOptions;
import io.slostream.app.history.HistoryReplay;
import io.slostream.app.replay.FileReplay;
import io.slostream.app.replay.ReplayOptions;
import io.slostream.app.replay.VerdictFormat;
import io.slostream.app.review.Difference;
import io.slostream.app.review.RecordedVerdict;
import io.slostream.app.review.VerdictComparison;
import io.slostream.app.run.EngineRunner;
import io.slostream.app.run.RecordedEngine;
import io.slostream.broker.EmbeddedBroker;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.topology.EngineDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
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
    private static Map<String, Object> client;
    private static Path reviewer;
    private static long killedAtMs;

    @BeforeAll
    static void live() throws Exception {
        broker = EmbeddedBroker.builder()
                .superUser("admin", "admin-secret")
                .user("reviewer", "reviewer-secret")
                .start();
        client = broker.clientConfig("admin", "admin-secret");
        reviewer = Reviewer.mayRead(broker, client, directory);
        Files.writeString(directory.resolve("password"), "admin-secret");
        TransitionLog transitions = new TransitionLog(client);
        EngineFiles files = new EngineFiles(directory, broker.bootstrap())
                .login("admin", "password")
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
                try (SeededTelemetry telemetry = SeededTelemetry.start(client, SEED, spoken)) {
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
                "--properties",
                reviewer.toString(),
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
    void shouldPrintTheEventsBehindAnAlert() throws Exception {
        try (EngineProcess evidence = EngineProcess.start(
                directory,
                "evidence",
                "canary-faults/" + FaultSlos.HELD + "/math",
                "--properties",
                reviewer.toString(),
                "--limit",
                "5")) {
            int code = evidence.awaitExit(120);

            assertThat(code).as(evidence.stderr()).isZero();
            assertThat(evidence.stdout().lines().toList()).hasSize(6);
            assertThat(evidence.stdout()).startsWith("event time").contains("probe_id", "passed", "false");
            assertThat(evidence.stderr())
                    .contains("firing at ", " bad, as the verdict says", "; the newest 5 are shown");
        }
    }

    @Test
    void shouldNameTheEventsInTheReport() throws Exception {
        Path report = directory.resolve("report.html");
        try (EngineProcess replay = EngineProcess.start(
                directory,
                "replay",
                "--properties",
                reviewer.toString(),
                "--specialist",
                "math",
                "--report",
                report.toString())) {
            assertThat(replay.awaitExit(120)).as(replay.stderr()).isZero();
        }

        assertThat(Files.readString(report))
                .contains(
                        "<h2 id=", "canary-faults " + FaultSlos.HELD + " math", "<th>event_id<th>probe_id", "version ")
                .doesNotContain("canary-faults " + FaultSlos.HELD + " code");
    }

    @Test
    void shouldSayWhatOtherDefinitionsWouldHaveDone() throws Exception {
        Path patient = directory.resolve("patient.yaml");
        String slo = Files.readString(directory.resolve("canary-faults.yaml"));
        assertThat(slo).contains("for: 3s");
        Files.writeString(patient, slo.replace("for: 3s", "for: 1h"));
        try (EngineProcess replay = EngineProcess.start(
                directory,
                "replay",
                "--properties",
                reviewer.toString(),
                "--slos",
                patient.toString(),
                "--as-known",
                "now")) {
            assertThat(replay.awaitExit(120)).as(replay.stderr()).isZero();

            assertThat(replay.stdout())
                    .contains("lost   page   canary-faults " + FaultSlos.HELD + " math: fired ")
                    .contains(" same, ")
                    // What is not named stays as it was.
                    .doesNotContain("evaluation-faults");
        }
    }

    /** Reading leaves nothing behind: the only groups are those of the engine. */
    @Test
    void shouldLeaveNoTrace() throws Exception {
        try (Admin admin = Admin.create(client)) {
            Set<String> before = admin.listTopics().names().get(30, TimeUnit.SECONDS);

            compare(consumers(Map.of()), engine(), 1);

            assertThat(admin.listTopics().names().get(30, TimeUnit.SECONDS)).isEqualTo(before);
            assertThat(admin.listGroups().all().get(30, TimeUnit.SECONDS))
                    .extracting(GroupListing::groupId)
                    .containsExactly("test-engine");
        }
    }

    @Test
    void shouldAgreeWithFilesOfTheSameEvents() throws Exception {
        RecordedEngine engine = engine();
        EngineDefinition first = engine.versions().first().definition();
        EngineDefinition canaries = first.with(
                DefinitionSet.of(first.slos().slo("canary-faults").stream().toList()));
        long fromMs = engine.start().boundaryMs(TelemetryKind.CANARY);
        List<String> fromTopics = new ArrayList<>();
        long[] judgedMs = {0};
        try (HistoryReplay replay = HistoryReplay.of(
                engine,
                new HistoryOptions(
                        OptionalLong.of(fromMs), OptionalLong.empty(), Optional.of(canaries.slos()), false, 0, true, 2),
                consumers(Map.of()),
                SchemaRegistry.none(),
                (verdict, record) -> {
                    if (record.topic().equals(TopicCatalog.TRANSITIONS)
                            && verdict.key().slo().equals("canary-faults")) {
                        fromTopics.add(VerdictFormat.NDJSON.verdict(verdict));
                    }
                })) {
            judgedMs[0] = replay.run().judgedUpToMs();
        }
        List<String> fromFiles = new ArrayList<>();
        FileReplay.run(
                new ReplayOptions(
                        canaries,
                        lines(SourceLog.read(client, List.of(TelemetryKind.CANARY))
                                .keySet()),
                        OptionalLong.of(fromMs),
                        OptionalLong.of(judgedMs[0]),
                        System.currentTimeMillis()),
                verdict -> fromFiles.add(VerdictFormat.NDJSON.verdict(verdict)));

        assertThat(fromFiles).hasSizeGreaterThan(HANDFUL).isEqualTo(fromTopics);
    }

    /** Each source partition as a file, with the time at which each event arrived. */
    private static List<Path> lines(Set<String> sources) throws Exception {
        ObjectMapper json = new ObjectMapper();
        Map<String, List<String>> lines = new TreeMap<>();
        sources.forEach(source -> lines.put(source, new ArrayList<>()));
        for (ConsumerRecord<byte[], byte[]> record : CommittedLog.read(client, List.of(CANARIES))) {
            if (record.value() != null && record.value()[0] == '{') {
                ObjectNode event = (ObjectNode) json.readTree(record.value());
                event.put("type", "canary").put("arrival_time", record.timestamp());
                lines.get(record.topic() + "-" + record.partition()).add(event.toString());
            }
        }
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, List<String>> entry : lines.entrySet()) {
            files.add(Files.write(directory.resolve(entry.getKey() + ".ndjson"), entry.getValue()));
        }
        return files;
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
                engine.versions().mapped(definition -> ShorterWindows.of(definition, PANE_MS)),
                engine.start(),
                engine.firstOffsets());

        assertThat(compare(consumers(Map.of()), mutant, 2).differences().stream()
                        .filter(difference -> difference.sort() != Difference.Sort.CHANGED))
                .as("changes of state that windows a pane shorter would not have made")
                .isNotEmpty();
    }

    private static void assertWorthComparing() throws Exception {
        Map<String, SourceLog> logs = SourceLog.read(client, List.of(TelemetryKind.CANARY, TelemetryKind.EVALUATION));
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
        Replayed replayed = Replayed.of(
                consumers, engine, new HistoryOptions(OptionalLong.empty(), OptionalLong.empty(), true, threads));
        assertThat(replayed.result().accounting().late()).as("late events").isPositive();
        return replayed.comparison();
    }

    private static RecordedEngine engine() {
        return Replayed.engine(consumers(Map.of()));
    }

    private static List<RecordedVerdict> recorded() {
        return Replayed.recorded(consumers(Map.of()));
    }

    private static Supplier<Consumer<byte[], byte[]>> consumers(Map<String, Object> more) {
        return Replayed.consumers(broker.clientConfig("reviewer", "reviewer-secret"), more);
    }

    private static long version(RecordedVerdict verdict) {
        return (Long) verdict.value().get("definition_version");
    }

    private static String lastLines(String text, int count) {
        List<String> lines = text.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
    }
}
