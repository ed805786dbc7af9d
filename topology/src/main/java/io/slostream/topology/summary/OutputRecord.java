// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.summary;

import io.slostream.schemas.topic.TopicSpec;
import org.apache.avro.generic.GenericRecord;

/**
 * A record on its way to an output topic. A function of the verdict or summary and of the definition set.
 *
 * @param topic where it goes
 * @param key record key, UTF-8 on the wire
 * @param timestampMs record timestamp: the boundary, epoch milliseconds
 * @param value a record of the topic's value schema
 */
public record OutputRecord(TopicSpec topic, String key, long timestampMs, GenericRecord value) {}
