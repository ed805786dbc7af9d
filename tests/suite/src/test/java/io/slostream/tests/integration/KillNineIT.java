// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.broker.EmbeddedBroker;
import io.slostream.schemas.topic.TopicCatalog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 in the middle of a transaction, again and again, while events keep coming: none is lost, none counted twice,
 * and the alert that was firing fires once.
 */
@Timeout(value = 540, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillNineIT {
    private static final int KILLS = Integer.getInteger("slostream.kills", 5);
    private static final int PARTITIONS = 4;
    private static final Duration SOON = Duration.ofSeconds(90);

    @TempDir
    private Path directory;

    @Test
    void shouldCountEveryEventOnceThroughKills() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.builder().start();
                Admin admin = Admin.create(broker.clientConfig())) {
            new Topics(broker).create(List.of(TopicCatalog.ALERTS));
            // Without the cache each count is written at once, so a transaction is open nearly all the time.
            Path config =
                    new EngineFiles(directory, broker.bootstrap()).cacheBytes(0).write();
            EngineProcess engine = start(config);
            try (Canaries canaries = Canaries.start(broker, PARTITIONS);
                    CommittedReader alerts = new CommittedReader(broker, TopicCatalog.ALERTS)) {
                alerts.await("an alert", SOON, alert -> true);
                int hits = 0;
                for (int kill = 0; kill < 3 * KILLS && hits < KILLS; kill++) {
                    Await.until("an open transaction", SOON, () -> hasOpenTransaction(admin));
                    engine.kill();
                    // A kill between two transactions shows nothing and does not count.
                    hits += hasOpenTransaction(admin) ? 1 : 0;
                    engine = start(config);
                }
                assertThat(hits).as("kills that hit an open transaction").isEqualTo(KILLS);
                long acknowledged = canaries.stop();
                Map<TopicPartition, Long> ends = endOffsets(admin);
                Await.until("all read", SOON, () -> hasCommitted(admin, ends));

                assertThat(engine.terminate()).as(engine.stderr()).isZero();
                assertThat(engine.stdout()).contains("\"in\":" + acknowledged + ",");
                assertThat(alerts.all())
                        .as("the alert that was firing fires once")
                        .extracting(alert -> alert.get("state").toString())
                        .containsExactly("firing");
                System.out.println("kill -9: " + KILLS + " kills, " + acknowledged
                        + " events, none lost, none doubled: " + engine.stdout().strip());
            } finally {
                engine.close();
            }
        }
    }

    private EngineProcess start(Path config) throws Exception {
        EngineProcess engine = EngineProcess.start(directory, "run", "-c", config.toString(), "--format", "json");
        Await.until("running", SOON, () -> engine.isRunning() || !engine.isAlive());
        assertThat(engine.isAlive()).as(engine.stderr()).isTrue();
        return engine;
    }

    private static boolean hasOpenTransaction(Admin admin) throws Exception {
        return admin
                .listTransactions(new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING)))
                .all()
                .get()
                .stream()
                .anyMatch(transaction -> transaction.transactionalId().startsWith("test-engine"));
    }

    private static Map<TopicPartition, Long> endOffsets(Admin admin) throws Exception {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            latest.put(new TopicPartition(EngineFiles.TOPIC, partition), OffsetSpec.latest());
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(latest).all().get().forEach((partition, info) -> ends.put(partition, info.offset()));
        return ends;
    }

    private static boolean hasCommitted(Admin admin, Map<TopicPartition, Long> ends) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets("test-engine")
                .partitionsToOffsetAndMetadata()
                .get();
        return ends.entrySet().stream()
                .allMatch(end -> committed.containsKey(end.getKey())
                        && committed.get(end.getKey()).offset() >= end.getValue());
    }
}
