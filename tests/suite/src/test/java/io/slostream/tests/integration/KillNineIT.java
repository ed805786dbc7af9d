// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.app.run.EngineRunner;
import io.slostream.broker.EmbeddedBroker;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 in the middle of a transaction that holds counts, again and again, while telemetry keeps coming. Then the
 * oracle judges the whole run: no event lost, none counted twice, every transition and alert as if nothing had happened.
 */
@Timeout(value = 40, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillNineIT {
    private static final int KILLS = Integer.getInteger("slostream.kills", 15);
    private static final long SEED = 9;
    private static final int PARTITIONS = 4;
    private static final int MAX_DELAY_MS = 60;
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String APPLICATION = "test-engine";
    private static final String COUNTS = APPLICATION + "-open-counts-changelog";

    @TempDir
    private Path directory;

    @Test
    void shouldJudgeAsIfNobodyHadBeenKilled() throws Exception {
        Random random = new Random(SEED);
        List<Double> recoveries = new ArrayList<>();
        int misses = 0;
        // The broker looks for dead transactions every second, though a restart with its state need not wait for that.
        try (EmbeddedBroker broker = EmbeddedBroker.builder()
                        .property("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000")
                        .start();
                Admin admin = Admin.create(broker.clientConfig())) {
            // Without the cache counts are written at once, so that a transaction holds some nearly all the time.
            EngineFiles files = new EngineFiles(directory, broker.bootstrap())
                    .slos(FaultSlos.canaries())
                    .cacheBytes(0);
            Path config = files.write();
            EngineProcess engine = start(config);
            try (SeededTelemetry telemetry = SeededTelemetry.start(
                    broker, SEED, SeededTelemetry.partitions(TelemetryKind.CANARY.topic(), PARTITIONS))) {
                while (recoveries.size() < KILLS) {
                    Await.until("counts in an open transaction", SOON, () -> hasUncommittedCounts(admin));
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(MAX_DELAY_MS));
                    engine.kill();
                    long killed = System.nanoTime();
                    // A kill between two transactions shows nothing and does not count.
                    boolean hit = hasUncommittedCounts(admin);
                    long committed = committed(admin);
                    engine = start(config);
                    Await.until("commits go on", SOON, () -> committed(admin) > committed);
                    if (hit) {
                        recoveries.add((System.nanoTime() - killed) / 1e9);
                    } else {
                        assertThat(++misses).as("kills that hit no counts").isLessThanOrEqualTo(KILLS);
                    }
                }
                engine.kill();
                EngineRunner last = new EngineRunner(files.read());
                try (last) {
                    last.start();
                    assertThat(last.awaitRunning(SOON)).as("running").isTrue();
                    new LogJudge(broker, APPLICATION, FaultSlos.canaries())
                            .judge("kill -9, " + KILLS + " kills in a transaction", telemetry, List.of(last));
                }
            } finally {
                engine.close();
            }
        }
        assertThat(libraries(directory.resolve("tmp")))
                .as("left by killed processes")
                .isEmpty();
        assertThat(libraries(directory.resolve("state-one")))
                .as("replaced by each start")
                .hasSize(1);
        Collections.sort(recoveries);
        System.out.printf(
                "kill -9: %d kills in an open transaction with counts, %d beside one; recovery p50 %.1f s, p99 %.1f s%n",
                KILLS, misses, percentile(recoveries, 50), percentile(recoveries, 99));
    }

    private EngineProcess start(Path config) throws Exception {
        EngineProcess engine = EngineProcess.start(directory, "run", "-c", config.toString(), "--format", "json");
        Await.until("running", SOON, () -> engine.isRunning() || !engine.isAlive());
        assertThat(engine.isAlive()).as(engine.stderr()).isTrue();
        return engine;
    }

    /** Whether an ongoing transaction of the engine has written open counts. */
    private static boolean hasUncommittedCounts(Admin admin) throws Exception {
        List<String> ongoing = admin
                .listTransactions(new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING)))
                .all()
                .get()
                .stream()
                .map(TransactionListing::transactionalId)
                .filter(id -> id.startsWith(APPLICATION))
                .toList();
        for (TransactionDescription transaction :
                admin.describeTransactions(ongoing).all().get().values()) {
            if (transaction.state() == TransactionState.ONGOING
                    && transaction.topicPartitions().stream()
                            .anyMatch(partition -> partition.topic().equals(COUNTS))) {
                return true;
            }
        }
        return false;
    }

    /** Sum of the committed offsets of the telemetry: it grows with every commit that took a record. */
    private static long committed(Admin admin) throws Exception {
        return admin.listConsumerGroupOffsets(APPLICATION).partitionsToOffsetAndMetadata().get().entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(TelemetryKind.CANARY.topic()))
                .mapToLong(entry -> entry.getValue().offset())
                .sum();
    }

    /** RocksDB's native libraries, 15 MB each. */
    private static List<Path> libraries(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("librocksdbjni"))
                    .toList();
        }
    }

    private static double percentile(List<Double> sorted, int percent) {
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }
}
