// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.slostream.app.run.EngineRunner;
import io.slostream.broker.EmbeddedBroker;
import io.slostream.schemas.registry.ConfluentSchemaRegistry;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.schemas.topic.TopicSpec;
import io.slostream.schemas.wire.TelemetryEncoder;
import io.slostream.testkit.Sli;
import io.slostream.testkit.Telemetry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The registry is out of reach while records come whose schema nobody has seen: they wait, and no good one is lost. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RegistryOutageIT {
    private static final long SEED = Long.getLong("slostream.faults.seed", 0);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("slostream.outage.seconds", 60));
    private static final TopicSpec CANARIES = TopicCatalog.telemetry(TelemetryKind.CANARY);
    private static final int PARTITIONS = 4;
    private static final long GRACE_MS = 2_000;

    @TempDir
    private Path directory;

    /** Keys of the records in the schema that the engine cannot have before the registry is back. */
    private final Set<String> unseen = ConcurrentHashMap.newKeySet();

    private int seenId;
    private int unseenId;
    private Schema unseenSchema;

    @Test
    void shouldWaitForASchemaThatNobodyHasSeen() throws Exception {
        CompletableFuture<ApicurioRegistry> starting = CompletableFuture.supplyAsync(RegistryOutageIT::registry);
        try (EmbeddedBroker broker = EmbeddedBroker.builder().start();
                ApicurioRegistry registry = starting.get(3, TimeUnit.MINUTES);
                TcpProxy way = TcpProxy.to(URI.create(registry.url()).getPort());
                Replacements replacements = new Replacements()) {
            register(registry);
            EngineFiles files = new EngineFiles(directory, broker.bootstrap())
                    .slos(FaultSlos.canaries())
                    .with("registry: { url: \"http://127.0.0.1:" + way.port() + "/apis/ccompat/v7\" }");
            LogJudge judge = new LogJudge(broker, "test-engine", FaultSlos.canaries());
            try (EngineRunner engine = new EngineRunner(files.read());
                    SeededTelemetry telemetry = telemetry(broker, engine)) {
                Await.until("Avro is read", SOON, () -> engine.accounting().counted() > 100);
                telemetry.force("math", 1);
                assertThat(replacements.waitsMs()).as("threads replaced before").isEmpty();

                way.cut();
                long until = System.nanoTime() + OUTAGE.toNanos();
                telemetry.as(this::inUnseenSchema);
                Await.until("failures", SOON, () -> replacements.waitsMs().size() > 3);
                telemetry.force("math", 0);
                Await.until("the end of the outage", OUTAGE.plus(SOON), () -> System.nanoTime() > until);

                // An engine that has ended is no longer running, as far as this question goes.
                assertThat(engine.awaitRunning(Duration.ZERO)).as("still there").isTrue();
                assertThat(way.resets()).as("requests in vain").isGreaterThan(3);
                assertStood(engine, judge.sources());
                way.mend();
                long written = judge.sources().values().stream()
                        .mapToLong(log -> log.data().size())
                        .sum();
                Await.until("all is read", SOON, () -> engine.accounting().in() >= written);

                System.out.println("registry outage: " + OUTAGE.toSeconds() + " s, "
                        + replacements.waitsMs().size() + " threads replaced after " + replacements.waitsMs()
                        + " ms, " + unseen.size() + " records in the new schema");
                assertBacksOff(replacements.waitsMs());
                // Among what it compares: the dead letters are the records that are no events, and no others.
                judge.judge("registry outage", telemetry, List.of(engine));
            }
        }
    }

    private static ApicurioRegistry registry() {
        try {
            return ApicurioRegistry.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void register(ApicurioRegistry registry) {
        String text = CANARIES.valueSchema().toString();
        unseenSchema = new Schema.Parser()
                .parse(text.substring(0, text.lastIndexOf("]}"))
                        + ",{\"name\":\"region\",\"type\":[\"null\",\"string\"],\"default\":null}]}");
        ConfluentSchemaRegistry client = new ConfluentSchemaRegistry(registry.url(), Map.of());
        seenId = client.register(CANARIES.valueSubject(), CANARIES.valueSchema());
        unseenId = client.register(CANARIES.valueSubject(), unseenSchema);
        assertThat(unseenId).isNotEqualTo(seenId);
    }

    private SeededTelemetry telemetry(EmbeddedBroker broker, EngineRunner engine) throws Exception {
        engine.start();
        assertThat(engine.awaitRunning(SOON)).as("running").isTrue();
        SeededTelemetry telemetry =
                SeededTelemetry.start(broker, SEED + 6, SeededTelemetry.partitions(CANARIES.name(), PARTITIONS));
        telemetry.as(this::inSeenSchema);
        return telemetry;
    }

    private byte[] inSeenSchema(String id, Telemetry event) {
        return TelemetryEncoder.encode(seenId, CANARIES.valueSchema(), fields(id, event));
    }

    /** Two specialists go over to the new schema, one stays. */
    private byte[] inUnseenSchema(String id, Telemetry event) {
        if (event.specialist().equals("code")) {
            return inSeenSchema(id, event);
        }
        unseen.add(id);
        return TelemetryEncoder.encode(unseenId, unseenSchema, fields(id, event));
    }

    private static Map<String, Object> fields(String id, Telemetry event) {
        Telemetry.Outcome outcome = event.outcomes().get(Sli.CANARY_PASSED);
        return Map.of(
                "event_id", id,
                "event_time", event.eventTimeMs(),
                "specialist", event.specialist(),
                "probe_id", "golden-set",
                "passed_count", outcome.good(),
                "probe_count", outcome.total());
    }

    /** No verdict may leave out the first record that cannot be read. */
    private void assertStood(EngineRunner engine, Map<String, SourceLog> logs) {
        long firstMs = logs.values().stream()
                .flatMap(log -> log.data().stream())
                .filter(entry -> unseen.contains(entry.key()))
                .mapToLong(SourceLog.Entry::clockMs)
                .min()
                .orElseThrow();
        long lastMs = logs.values().stream().mapToLong(SourceLog::clockMs).max().orElseThrow();
        assertThat(lastMs - firstMs).as("records kept coming").isGreaterThan(OUTAGE.toMillis() / 2);
        assertThat(LogJudge.evaluated(List.of(engine), TelemetryKind.CANARY).values())
                .as("verdicts while a schema is missing")
                .allSatisfy(boundary -> assertThat(boundary).isLessThanOrEqualTo(firstMs - GRACE_MS));
    }

    private static void assertBacksOff(List<Long> waitsMs) {
        assertThat(waitsMs).as("waits before a thread is replaced").isSorted();
        assertThat(waitsMs.get(waitsMs.size() - 1)).isGreaterThan(waitsMs.get(0));
    }

    /** Listens to what the engine says of threads that it replaces. */
    private static final class Replacements implements AutoCloseable {
        private final Logger logger = (Logger) LoggerFactory.getLogger("io.slostream.app.run.FailurePolicy");
        private final ListAppender<ILoggingEvent> events = new ListAppender<>();

        Replacements() {
            events.list = new CopyOnWriteArrayList<>(); // read while others write
            events.start();
            logger.addAppender(events);
        }

        /** The wait before each replacement, in their order. */
        List<Long> waitsMs() {
            return events.list.stream()
                    .filter(event -> event.getMessage().startsWith("Stream thread failed ("))
                    .map(event -> (Long) event.getArgumentArray()[2])
                    .toList();
        }

        @Override
        public void close() {
            logger.detachAppender(events);
        }
    }
}
