// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.schemas.wire.WireFormat;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.accumulate.DeadLetter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.streams.processor.api.Record;

/** Records of {@code slo.dead-letters.v1}: coordinates, reason, and the first bytes of what could not be counted. */
final class DeadLetterRecord {
    private DeadLetterRecord() {}

    static byte[] key(SourcePartition source) {
        return (source.topic() + "/" + source.partition()).getBytes(StandardCharsets.UTF_8);
    }

    static GenericRecord of(DeadLetter letter, Record<byte[], byte[]> record) {
        GenericRecord result = new GenericData.Record(TopicCatalog.DEAD_LETTERS.valueSchema());
        result.put("topic", letter.source().topic());
        result.put("partition", letter.source().partition());
        result.put("offset", letter.position());
        result.put("arrival_time", record.timestamp());
        result.put("reason", letter.reason().code());
        result.put("detail", letter.detail());
        byte[] value = record.value();
        boolean avro = value != null && value.length >= WireFormat.HEADER_LENGTH && value[0] == WireFormat.MAGIC;
        result.put("schema_id", avro ? WireFormat.schemaId(value) : null);
        result.put("key", head(record.key()));
        result.put("value", value == null ? null : ByteBuffer.wrap(letter.head()));
        result.put("value_size", value == null ? 0L : (long) value.length);
        return result;
    }

    private static ByteBuffer head(byte[] bytes) {
        return bytes == null
                ? null
                : ByteBuffer.wrap(Arrays.copyOf(bytes, Math.min(bytes.length, DeadLetter.HEAD_BYTES)));
    }
}
