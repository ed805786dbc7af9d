// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.slostream.alerting.definition.Durations;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.schemas.topic.TopicSpec;
import io.slostream.schemas.topic.TopicSpec.TimestampType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the configuration of an existing topic must be, and what is lost when it is not. */
final class TopicRules {
    private static final Logger LOG = LoggerFactory.getLogger(TopicRules.class);
    private static final String FOREVER = "-1";

    private final Cluster cluster;
    private final EngineConfig config;
    private final List<String> objections = new ArrayList<>();

    TopicRules(Cluster cluster, EngineConfig config) {
        this.cluster = cluster;
        this.config = config;
    }

    /** What is wrong with these topics, with the remedy; empty when nothing is. */
    List<String> objections(List<TopicSpec> topics, Map<String, Integer> partitions) {
        Map<ConfigResource, KafkaFuture<Config>> answers = cluster.admin()
                .describeConfigs(topics.stream().map(TopicRules::resource).toList())
                .values();
        for (TopicSpec topic : topics) {
            try {
                Config found = Cluster.orThrow(answers.get(resource(topic)));
                Map<String, String> values = new HashMap<>();
                for (ConfigEntry entry : found.entries()) {
                    values.put(entry.name(), String.valueOf(entry.value()));
                }
                check(topic, values, partitions.get(topic.name()));
            } catch (KafkaException e) {
                objections.add("the configuration of topic " + topic.name() + " cannot be read: " + e.getMessage()
                        + "; grant DESCRIBE_CONFIGS on it to the engine's principal");
            }
        }
        return objections;
    }

    private void check(TopicSpec topic, Map<String, String> found, int partitions) {
        Optional<TelemetryKind> kind = TopicCatalog.kindOf(topic.name());
        if (kind.isPresent()) {
            telemetry(topic, found, kind.get());
        } else if (topic.equals(TopicCatalog.DEFINITIONS)) {
            definitions(found, partitions);
        } else if (!found.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG)
                .equals(topic.timestamp().kafkaValue())) {
            objections.add("topic " + topic.name() + " has message.timestamp.type="
                    + found.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG)
                    + ": the time of a record would not be its boundary, and a replay would differ; set it with\n    "
                    + alterCommand(
                            topic,
                            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                            topic.timestamp().kafkaValue()));
        }
    }

    private void telemetry(TopicSpec topic, Map<String, String> found, TelemetryKind kind) {
        String timestamp = found.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);
        if (!timestamp.equals(TimestampType.LOG_APPEND_TIME.kafkaValue())) {
            if (config.trustProducerTime()) {
                LOG.warn(
                        "Topic {} has message.timestamp.type={} and trustProducerTime is true: a producer with a wrong"
                                + " clock can move the engine's time and change verdicts of others",
                        topic.name(),
                        timestamp);
            } else {
                objections.add("topic " + topic.name() + " has message.timestamp.type=" + timestamp
                        + ": arrival would be the producers' word, so one wrong clock could close the windows of all"
                        + " others early and make their events late; set it with\n    "
                        + alterCommand(
                                topic,
                                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                                TimestampType.LOG_APPEND_TIME.kafkaValue())
                        + "\n  or write trustProducerTime: true, which gives up that protection");
            }
        }
        if (found.get(TopicConfig.CLEANUP_POLICY_CONFIG).contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            objections.add("topic " + topic.name() + " is compacted: events with equal keys would vanish uncounted; set"
                    + " it with\n    "
                    + alterCommand(topic, TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE));
        }
        long retentionMs = Long.parseLong(found.getOrDefault(TopicConfig.RETENTION_MS_CONFIG, FOREVER));
        long longestMs = ReadBack.longestAlertingWindowMs(config.definition(), kind);
        if (retentionMs >= 0 && retentionMs < longestMs) {
            LOG.warn(
                    "Topic {} keeps {}, less than the longest alerting window {}: a first start cannot read back that far",
                    topic.name(),
                    Durations.format(retentionMs),
                    Durations.format(longestMs));
        }
    }

    private void definitions(Map<String, String> found, int partitions) {
        TopicSpec topic = TopicCatalog.DEFINITIONS;
        if (partitions != 1) {
            objections.add("topic " + topic.name() + " has " + partitions
                    + " partitions, but its offsets are versions, so it must have one; delete it and create it anew");
        }
        Map<String, String> wanted = Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG, FOREVER,
                TopicConfig.RETENTION_BYTES_CONFIG, FOREVER);
        wanted.forEach((key, value) -> {
            if (!value.equals(found.get(key))) {
                objections.add("topic " + topic.name() + " has " + key + "=" + found.get(key)
                        + ": what decided old verdicts would be deleted; set it with\n    "
                        + alterCommand(topic, key, value));
            }
        });
    }

    private String alterCommand(TopicSpec topic, String key, String value) {
        return "kafka-configs.sh --bootstrap-server " + config.bootstrap()
                + " --alter --entity-type topics --entity-name " + topic.name() + " --add-config " + key + "=" + value;
    }

    private static ConfigResource resource(TopicSpec topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    }
}
