// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The record's own timestamp, never a negative one: Kafka Streams would drop such a record without a word. Stream time
 * decides nothing in this engine.
 */
public final class ArrivalTimestampExtractor implements TimestampExtractor {
    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return Math.max(0, record.timestamp());
    }
}
