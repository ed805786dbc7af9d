// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.topic;

import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;

/**
 * What a topic is for and how it must be configured.
 *
 * @param name topic name; lower case, levels separated by dots, ends in the schema version
 * @param keyDescription what the record key holds, in words
 * @param valueSchema Avro schema of the value, subject {@code <name>-value}
 * @param defaultPartitions partitions that setup creates when nothing else is asked for, 1 or more
 * @param timestamp whose clock the record timestamp is
 * @param cleanup what the broker removes
 * @param retentionMs milliseconds a record is kept, {@link #FOREVER} for no limit; for compacted topics also forever
 * @param extraConfig further topic configuration by its Kafka name
 */
public record TopicSpec(
        String name,
        String keyDescription,
        Schema valueSchema,
        int defaultPartitions,
        TimestampType timestamp,
        CleanupPolicy cleanup,
        long retentionMs,
        Map<String, String> extraConfig) {

    /** No record is ever removed by age. */
    public static final long FOREVER = -1;

    /** Whose clock a record timestamp is; {@link #kafkaValue} is the value of {@code message.timestamp.type}. */
    public enum TimestampType {
        /** The broker's clock at append: the arrival time of telemetry, out of a producer's hands. */
        LOG_APPEND_TIME("LogAppendTime"),
        /** Set by the writer: a boundary, for what the engine writes. */
        CREATE_TIME("CreateTime");

        private final String kafkaValue;

        TimestampType(String kafkaValue) {
            this.kafkaValue = kafkaValue;
        }

        /** The value of the topic configuration {@code message.timestamp.type}. */
        public String kafkaValue() {
            return kafkaValue;
        }
    }

    /** What the broker removes; {@link #kafkaValue} is the value of {@code cleanup.policy}. */
    public enum CleanupPolicy {
        /** Records older than the retention. */
        DELETE("delete"),
        /** All but the last record of a key. */
        COMPACT("compact");

        private final String kafkaValue;

        CleanupPolicy(String kafkaValue) {
            this.kafkaValue = kafkaValue;
        }

        /** The value of the topic configuration {@code cleanup.policy}. */
        public String kafkaValue() {
            return kafkaValue;
        }
    }

    public TopicSpec {
        extraConfig = Map.copyOf(extraConfig);
    }

    /** The registry subject of the value schema. */
    public String valueSubject() {
        return name + "-value";
    }

    /** The topic configuration by Kafka name, as setup passes it to the broker. */
    public Map<String, String> config() {
        Map<String, String> config = new TreeMap<>(extraConfig);
        config.put("cleanup.policy", cleanup.kafkaValue());
        config.put("retention.ms", Long.toString(retentionMs));
        config.put("message.timestamp.type", timestamp.kafkaValue());
        return config;
    }
}
