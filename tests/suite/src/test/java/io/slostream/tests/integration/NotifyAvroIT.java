// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.schemas.output.OutputFormat;
import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.output.RecordEncoder;
import io.slostream.schemas.registry.ConfluentSchemaRegistry;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.schemas.wire.WireFormat;
import io.slostream.tests.integration.NotifyBench.Case;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Alerts in Avro by a real registry reach a receiver; what it refuses is kept in Avro. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NotifyAvroIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void shouldReadAlertsAndWriteDeadNotificationsInAvro() throws Exception {
        try (ApicurioRegistry registry = ApicurioRegistry.start();
                NotifyBench bench = new NotifyBench(directory);
                Case test = bench.begin("avro")) {
            Pager pager = test.pager();
            AlertLog log = test.open(new AlertLog(bench.broker().clientConfig(), avro(client(registry))));
            test.notifierOf("registry: { url: " + registry.url() + " }\nsinks: [ { webhook: { url: \"" + pager.uri()
                    + "\" } } ]\n");

            long fired = log.fires("math");
            log.resolves("math", fired);
            Await.until("both are told", SOON, () -> pager.received().size() == 2);
            assertThat(pager.events()).containsExactly("triggered math", "resolved math");
            assertThat(pager.received()
                            .get(0)
                            .path("data")
                            .path("windows")
                            .path(0)
                            .path("good")
                            .asLong())
                    .isEqualTo(6);

            pager.answer(422);
            log.fires("code");
            SchemaRegistry readers = client(registry);
            try (CommittedReader letters =
                    new CommittedReader(bench.broker().clientConfig(), TopicCatalog.DEAD_NOTIFICATIONS, readers)) {
                GenericRecord letter = letters.await("a dead notification", SOON, any -> true);
                assertThat(letter.get("group")).hasToString("code");
                assertThat(letter.get("status")).isEqualTo(422);
                assertThat(letter.get("action")).hasToString("trigger");
            }
            byte[] value = new Topics(bench.broker())
                    .consume(TopicCatalog.DEAD_NOTIFICATIONS.name())
                    .get(0)
                    .value();
            assertThat(value[0]).isEqualTo(WireFormat.MAGIC);
            assertThat(WireFormat.schemaId(value))
                    .isEqualTo(readers.register(
                            TopicCatalog.DEAD_NOTIFICATIONS.valueSubject(),
                            TopicCatalog.DEAD_NOTIFICATIONS.valueSchema()));
        }
    }

    private static java.util.function.UnaryOperator<byte[]> avro(SchemaRegistry registry) {
        RecordEncoder encoder = new RecordEncoder(OutputFormat.AVRO, registry);
        RecordDecoder json = new RecordDecoder(SchemaRegistry.none());
        return bytes -> encoder.encode(TopicCatalog.ALERTS, json.decode(TopicCatalog.ALERTS, bytes));
    }

    /** A client that has seen nothing yet. */
    private static SchemaRegistry client(ApicurioRegistry registry) {
        return new ConfluentSchemaRegistry(registry.url(), Map.of());
    }
}
