// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slostream.schemas.registry.ConfluentSchemaRegistry;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.schemas.topic.TopicSpec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordCodecTest {
    private static final int SEED = 20_261_124;
    private static final int RECORDS = 50;

    private final SchemaRegistry registry = new ConfluentSchemaRegistry("mock://record-codec", Map.of());

    static List<TopicSpec> topics() {
        return TopicCatalog.outputs();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void shouldReadBackWhatItWroteInBothFormats(TopicSpec topic) {
        RecordDecoder decoder = new RecordDecoder(registry);
        for (OutputFormat format : OutputFormat.values()) {
            RecordEncoder encoder = new RecordEncoder(format, registry);
            for (Object random : new RandomData(topic.valueSchema(), RECORDS, SEED)) {
                GenericRecord record = (GenericRecord) random;

                byte[] bytes = encoder.encode(topic, record);

                assertThat(decoder.decode(topic, bytes)).as(format.name()).isEqualTo(record);
                assertThat(encoder.encode(topic, record)).isEqualTo(bytes);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("topics")
    void shouldCallDamagedRecordsUnreadable(TopicSpec topic) {
        GenericRecord record = (GenericRecord)
                new RandomData(topic.valueSchema(), 1, SEED).iterator().next();
        RecordDecoder decoder = new RecordDecoder(registry);
        for (OutputFormat format : OutputFormat.values()) {
            byte[] bytes = new RecordEncoder(format, registry).encode(topic, record);
            for (int length = 0; length < bytes.length; length += 7) {
                byte[] cut = Arrays.copyOf(bytes, length);
                assertThatThrownBy(() -> decoder.decode(topic, cut)).isInstanceOf(UnreadableRecordException.class);
            }
            byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
            assertThatThrownBy(() -> decoder.decode(topic, longer)).isInstanceOf(UnreadableRecordException.class);
        }
    }

    @Test
    void shouldWritePlainJson() {
        Schema schema = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":["
                        + "{\"name\":\"b\",\"type\":[\"null\",\"long\"],\"default\":null},"
                        + "{\"name\":\"a\",\"type\":[\"null\",\"string\"],\"default\":null},"
                        + "{\"name\":\"d\",\"type\":\"double\"}]}");
        GenericRecord record = new GenericData.Record(schema);
        record.put("b", 7L);
        record.put("d", 0.25);

        assertThat(new String(RecordJson.write(record), StandardCharsets.UTF_8))
                .isEqualTo("{\"b\":7,\"a\":null,\"d\":0.25}");

        record.put("d", Double.NaN);
        assertThatThrownBy(() -> RecordJson.write(record)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldReadJsonOfOlderAndNewerVersions() {
        Schema schema = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":["
                        + "{\"name\":\"a\",\"type\":\"string\"},"
                        + "{\"name\":\"added\",\"type\":[\"null\",\"long\"],\"default\":null}]}");

        GenericRecord read =
                RecordJsonReader.read(schema, "{\"newer\":{\"x\":[1]},\"a\":\"v\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(read.get("a")).hasToString("v");
        assertThat(read.get("added")).isNull();
        assertThatThrownBy(() -> RecordJsonReader.read(schema, "{}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("a is missing");
    }

    @Test
    void shouldNeedNoRegistryForJson() {
        RecordEncoder encoder = new RecordEncoder(OutputFormat.JSON, SchemaRegistry.none());

        TopicCatalog.outputs().forEach(encoder::prepare);

        RecordEncoder avro = new RecordEncoder(OutputFormat.AVRO, registry);
        TopicCatalog.outputs().forEach(avro::prepare);
        assertThat(registry.writerSchema(1)).isNotNull();
    }
}
