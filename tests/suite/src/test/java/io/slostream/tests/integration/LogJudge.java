// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.app.run.EngineRunner;
import io.slostream.broker.EmbeddedBroker;
import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.schemas.topic.TopicSpec;
import io.slostream.testkit.Sli;
import io.slostream.testkit.Telemetry;
import io.slostream.testkit.oracle.Oracle;
import io.slostream.testkit.oracle.OracleEvent;
import io.slostream.testkit.oracle.OracleSlo;
import io.slostream.testkit.oracle.OracleTransition;
import io.slostream.tests.support.Rendering;
import io.slostream.topology.accumulate.Accounting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The oracle judges a run on a real broker. It reads the telemetry topics as any consumer can, takes the arrival clock
 * from their record timestamps, and says what must stand in the output topics; nothing that it compares with comes from
 * the engine, save the start boundary, which the log of definitions holds.
 */
final class LogJudge {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final long PANE_MS = 1_000;
    private static final long GRACE_MS = 2_000;
    private static final int VERDICT_PARTITIONS = 8;
    private static final int HANDFUL = 12;
    private static final Set<String> SPECIALISTS = Set.of("math", "code");
    private static final Set<String> EVERY_RUN = Set.of("pending", "firing", "resolved", "no_data");
    private static final Set<String> FOR_PAGERS = Set.of("firing", "resolved");

    private final Map<String, Object> client;
    private final String application;
    private final List<OracleSlo> slos;
    private final Map<TelemetryKind, List<OracleSlo>> slosOfKind = new TreeMap<>();
    private final RecordDecoder decoder = new RecordDecoder(SchemaRegistry.none());

    /** A judge of an engine of profile {@code fast} with these SLOs, which writes JSON. */
    LogJudge(EmbeddedBroker broker, String application, List<OracleSlo> slos) {
        this(broker.clientConfig(), application, slos);
    }

    /** As above, for a reader that must log in. */
    LogJudge(Map<String, Object> client, String application, List<OracleSlo> slos) {
        this.client = client;
        this.application = application;
        this.slos = slos;
        slos.forEach(slo -> slosOfKind
                .computeIfAbsent(kindOf(slo.sli()), absent -> new ArrayList<>())
                .add(slo));
    }

    /** The source partitions as they stand. */
    Map<String, SourceLog> sources() throws Exception {
        return SourceLog.read(client, slosOfKind.keySet());
    }

    /**
     * The last boundary of each kind that all its source partitions have closed by now, waited for until these engines
     * have evaluated it in every stage-2 partition.
     */
    Map<TelemetryKind, Long> awaitEvaluated(Collection<EngineRunner> engines) throws Exception {
        Map<TelemetryKind, Long> ends = new TreeMap<>();
        for (SourceLog log : sources().values()) {
            ends.merge(log.kind(), Math.floorDiv(log.clockMs() - GRACE_MS, PANE_MS) * PANE_MS, Math::min);
        }
        assertThat(ends.keySet()).as("kinds with a clock").isEqualTo(slosOfKind.keySet());
        for (TelemetryKind kind : ends.keySet()) {
            Await.until(kind + " evaluated up to " + ends.get(kind), SOON, () -> {
                Map<Integer, Long> evaluated = evaluated(engines, kind);
                return evaluated.size() == VERDICT_PARTITIONS
                        && evaluated.values().stream().allMatch(boundary -> boundary >= ends.get(kind));
            });
        }
        return ends;
    }

    /** How far each stage-2 partition has come. */
    static Map<Integer, Long> evaluated(Collection<EngineRunner> engines, TelemetryKind kind) {
        Map<Integer, Long> evaluated = new TreeMap<>();
        engines.forEach(engine -> engine.status().evaluated().forEach((key, boundary) -> {
            if (key.kind() == kind) {
                evaluated.merge(key.partition(), boundary, Math::max);
            }
        }));
        return evaluated;
    }

    /**
     * Stops the telemetry, lets the engines finish and stops them, then compares everything that they wrote.
     *
     * @param engines those that run now and those that ran in this JVM before
     */
    void judge(String run, SeededTelemetry telemetry, List<EngineRunner> engines) throws Exception {
        telemetry.close();
        Map<String, SourceLog> closing = sources();
        awaitClosed(closing);
        Map<TelemetryKind, Long> ends = awaitEvaluated(engines);
        engines.forEach(EngineRunner::shutDown);

        Map<String, SourceLog> logs = sources();
        assertNothingLostOnTheWay(logs, telemetry);
        Map<TelemetryKind, List<OracleEvent>> events = events(logs, telemetry.remembered());
        GenericRecord start = start();
        Map<String, List<OracleTransition>> expected = new TreeMap<>();
        slosOfKind.forEach((kind, ofKind) ->
                expected.putAll(sorted(oracle(start, kind).judge(ofKind, events.get(kind), ends.get(kind)))));
        Map<String, List<OracleTransition>> actual = written(TopicCatalog.TRANSITIONS, ends);

        assertThat(actual).as("transitions").isEqualTo(expected);
        assertThat(written(TopicCatalog.ALERTS, ends)).as("alerts").isEqualTo(forPagers(expected));
        assertAccounting(start, logs, telemetry.remembered(), engines);
        report(run, start, ends, actual, logs);
    }

    /** The last of the events must be part of a verdict, which the silence after it brings about. */
    private void awaitClosed(Map<String, SourceLog> closing) throws Exception {
        long last = closing.values().stream()
                .flatMap(log -> log.data().stream())
                .mapToLong(SourceLog.Entry::clockMs)
                .max()
                .orElseThrow();
        Await.until(
                "every source partition has heard that time went on",
                SOON,
                () -> sources().values().stream().allMatch(log -> log.clockMs() >= last + PANE_MS + GRACE_MS));
    }

    private static void assertNothingLostOnTheWay(Map<String, SourceLog> logs, SeededTelemetry telemetry) {
        List<String> keys = logs.values().stream()
                .flatMap(log -> log.data().stream())
                .map(SourceLog.Entry::key)
                .toList();
        assertThat(keys).as("records of the log").doesNotHaveDuplicates().containsAll(telemetry.acknowledged());
        assertThat(telemetry.remembered().keySet()).as("records that were sent").containsAll(keys);
    }

    private Map<TelemetryKind, List<OracleEvent>> events(
            Map<String, SourceLog> logs, Map<String, Optional<Telemetry>> remembered) {
        Map<TelemetryKind, List<OracleEvent>> events = new TreeMap<>();
        slosOfKind.keySet().forEach(kind -> events.put(kind, new ArrayList<>()));
        for (SourceLog log : logs.values()) {
            for (SourceLog.Entry entry : log.data()) {
                remembered
                        .get(entry.key())
                        .ifPresent(event -> events.get(log.kind()).add(new OracleEvent(event, entry.clockMs())));
            }
        }
        return events;
    }

    private GenericRecord start() throws Exception {
        return CommittedLog.read(client, List.of(TopicCatalog.DEFINITIONS.name())).stream()
                .map(record -> decoder.decode(TopicCatalog.DEFINITIONS, record.value()))
                .filter(entry -> entry.get("kind").toString().equals("start"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no start record"));
    }

    private static long startBoundaryMs(GenericRecord start, TelemetryKind kind) {
        return ((List<?>) start.get("boundaries"))
                .stream()
                        .map(element -> (GenericRecord) element)
                        .filter(one -> one.get("topic").toString().equals(kind.topic()))
                        .map(one -> (Long) one.get("boundary"))
                        .findFirst()
                        .orElseThrow();
    }

    private static Oracle oracle(GenericRecord start, TelemetryKind kind) {
        return new Oracle(PANE_MS, GRACE_MS, PANE_MS, startBoundaryMs(start, kind), SPECIALISTS);
    }

    private Map<String, List<OracleTransition>> written(TopicSpec topic, Map<TelemetryKind, Long> ends)
            throws Exception {
        Map<String, List<OracleTransition>> written = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : CommittedLog.read(client, List.of(topic.name()))) {
            OracleTransition transition = Rendering.of(decoder.decode(topic, record.value()));
            assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo(transition.key());
            assertThat(record.timestamp()).as(transition.toString()).isEqualTo(transition.atMs());
            if (transition.atMs() <= ends.get(kindOfKey(transition.key()))) {
                written.computeIfAbsent(transition.key(), absent -> new ArrayList<>())
                        .add(Rendering.withSortedCounts(transition));
            }
        }
        return written;
    }

    private TelemetryKind kindOfKey(String key) {
        return slos.stream()
                .filter(slo -> key.startsWith(slo.name() + "/"))
                .map(slo -> kindOf(slo.sli()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no SLO for " + key));
    }

    private static Map<String, List<OracleTransition>> sorted(Map<String, List<OracleTransition>> transitions) {
        Map<String, List<OracleTransition>> sorted = new TreeMap<>();
        transitions.forEach((key, list) ->
                sorted.put(key, list.stream().map(Rendering::withSortedCounts).toList()));
        return sorted;
    }

    private static Map<String, List<OracleTransition>> forPagers(Map<String, List<OracleTransition>> transitions) {
        Map<String, List<OracleTransition>> alerts = new TreeMap<>();
        transitions.forEach((key, list) -> {
            List<OracleTransition> loud = list.stream()
                    .filter(transition -> FOR_PAGERS.contains(transition.state()))
                    .toList();
            if (!loud.isEmpty()) {
                alerts.put(key, loud);
            }
        });
        return alerts;
    }

    /** Every record up to the committed offset stands in the one class that the oracle says, and nothing else does. */
    private void assertAccounting(
            GenericRecord start,
            Map<String, SourceLog> logs,
            Map<String, Optional<Telemetry>> remembered,
            Collection<EngineRunner> engines)
            throws Exception {
        Map<String, Accounting> expected = new TreeMap<>();
        Set<String> rejected = new TreeSet<>();
        Map<TopicPartition, OffsetAndMetadata> committed = committed();
        logs.forEach((name, log) -> {
            long end = committed
                    .get(new TopicPartition(log.kind().topic(), log.partition()))
                    .offset();
            Oracle oracle = oracle(start, log.kind());
            Map<String, Long> classes = new HashMap<>();
            for (SourceLog.Entry entry : log.data()) {
                if (entry.offset() < end) {
                    String word = remembered
                            .get(entry.key())
                            .map(event -> new OracleEvent(event, entry.clockMs()))
                            .map(event -> oracle.classes(slosOfKind.get(log.kind()), List.of(event)))
                            .map(one -> one.keySet().iterator().next())
                            .orElse("dead_lettered");
                    classes.merge(word, 1L, Long::sum);
                    if (word.equals("dead_lettered")) {
                        rejected.add(name + "@" + entry.offset());
                    }
                }
            }
            expected.put(name, accounting(classes));
        });
        // Nothing is excluded here.
        expected.put(TelemetryKind.EXCLUSION.topic() + "-0", Accounting.NONE);

        assertThat(accountings(engines))
                .as("accounting of each source partition")
                .isEqualTo(expected);
        assertThat(deadLetters()).as("dead letters").containsExactlyInAnyOrderElementsOf(rejected);
    }

    private static Accounting accounting(Map<String, Long> classes) {
        return new Accounting(
                classes.values().stream().mapToLong(Long::longValue).sum(),
                classes.getOrDefault("counted", 0L),
                classes.getOrDefault("late", 0L),
                classes.getOrDefault("dead_lettered", 0L),
                classes.getOrDefault("excluded", 0L));
    }

    /** The last word on each source partition: it only grows, whoever owns the partition. */
    private static Map<String, Accounting> accountings(Collection<EngineRunner> engines) {
        Map<String, Accounting> accountings = new TreeMap<>();
        for (EngineRunner engine : engines) {
            engine.status()
                    .sources()
                    .forEach((source, said) -> accountings.merge(
                            source.topic() + "-" + source.partition(),
                            said.accounting(),
                            (one, other) -> one.in() >= other.in() ? one : other));
        }
        return accountings;
    }

    private List<String> deadLetters() throws Exception {
        return CommittedLog.read(client, List.of(TopicCatalog.DEAD_LETTERS.name())).stream()
                .map(record -> decoder.decode(TopicCatalog.DEAD_LETTERS, record.value()))
                .map(letter -> letter.get("topic") + "-" + letter.get("partition") + "@" + letter.get("offset"))
                .toList();
    }

    private Map<TopicPartition, OffsetAndMetadata> committed() throws Exception {
        try (Admin admin = Admin.create(client)) {
            return admin.listConsumerGroupOffsets(application)
                    .partitionsToOffsetAndMetadata()
                    .get(SOON.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static void report(
            String run,
            GenericRecord start,
            Map<TelemetryKind, Long> ends,
            Map<String, List<OracleTransition>> compared,
            Map<String, SourceLog> logs) {
        Map<String, Long> states = new TreeMap<>();
        compared.values().forEach(list -> list.forEach(transition -> states.merge(transition.state(), 1L, Long::sum)));
        long transitions = states.values().stream().mapToLong(Long::longValue).sum();
        Map<TelemetryKind, Long> boundaries = new TreeMap<>();
        ends.forEach((kind, end) -> boundaries.put(kind, (end - startBoundaryMs(start, kind)) / PANE_MS));
        System.out.println(run + ": " + transitions + " transitions of " + compared.size()
                + " alerts equal the oracle's: " + states + "; boundaries " + boundaries + ", records "
                + logs.values().stream().mapToInt(log -> log.data().size()).sum());
        assertThat(transitions).as("transitions compared").isGreaterThanOrEqualTo(HANDFUL);
        assertThat(states.keySet()).as("states seen").containsAll(EVERY_RUN);
    }

    private static TelemetryKind kindOf(Sli sli) {
        return switch (sli) {
            case EVALUATION_PASSED -> TelemetryKind.EVALUATION;
            case CANARY_PASSED -> TelemetryKind.CANARY;
            case REQUEST_TTFT, REQUEST_AVAILABLE -> TelemetryKind.REQUEST;
        };
    }
}
