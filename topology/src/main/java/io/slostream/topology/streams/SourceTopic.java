// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import org.apache.kafka.streams.processor.RecordContext;
import org.apache.kafka.streams.processor.TopicNameExtractor;

/** Sends a tick back to the source topic that it is for. A record, so that it prints the same in every run. */
record SourceTopic() implements TopicNameExtractor<byte[], Counted.Tick> {
    @Override
    public String extract(byte[] key, Counted.Tick tick, RecordContext context) {
        return tick.topic();
    }
}
