// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.slostream.app.UsageException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The internal topics of stage 1, which must have as many partitions as the widest source topic: task n reads source
 * partition n and writes changelog partition n. Kafka Streams creates them but never widens them; it refuses to start.
 */
final class Changelogs {
    private static final Logger LOG = LoggerFactory.getLogger(Changelogs.class);
    private static final List<String> STAGE_1_STORES = List.of("open-counts", "source-rows");

    private final Cluster cluster;
    private final List<String> topics;

    Changelogs(Cluster cluster, String applicationId) {
        this.cluster = cluster;
        this.topics = STAGE_1_STORES.stream()
                .map(store -> applicationId + "-" + store + "-changelog")
                .toList();
    }

    /** Partitions by topic, of those that exist: none before the very first run. */
    Map<String, Integer> partitions() {
        Map<String, Integer> found = new HashMap<>();
        cluster.admin().describeTopics(topics).topicNameValues().forEach((name, answer) -> {
            try {
                found.put(name, Cluster.orThrow(answer).partitions().size());
            } catch (UnknownTopicOrPartitionException e) {
                LOG.debug("{} does not exist", name);
            } catch (KafkaException e) {
                throw new UsageException(
                        "the internal topic " + name + " cannot be looked at: " + e.getMessage()
                                + "; grant DESCRIBE, READ, WRITE and CREATE on the prefix of the application id",
                        e);
            }
        });
        return found;
    }

    boolean isBehind(Map<String, Integer> existing, int tasks) {
        return existing.values().stream().anyMatch(count -> count < tasks);
    }

    void grow(Map<String, Integer> existing, int tasks) {
        Map<String, NewPartitions> request = new HashMap<>();
        existing.forEach((topic, count) -> {
            if (count < tasks) {
                LOG.info("Growing {} from {} to {} partitions", topic, count, tasks);
                request.put(topic, NewPartitions.increaseTo(tasks));
            }
        });
        if (request.isEmpty()) {
            return;
        }
        try {
            Cluster.orThrow(cluster.admin().createPartitions(request).all());
        } catch (KafkaException e) {
            StringBuilder commands = new StringBuilder();
            request.keySet()
                    .forEach(topic -> commands.append("\n    kafka-topics.sh --alter --topic " + topic
                            + " --partitions " + tasks + " --bootstrap-server …"));
            throw new UsageException(
                    "the changelogs must grow with the source topics and could not: " + e.getMessage()
                            + "; grant ALTER on them to the engine's principal, or run" + commands,
                    e);
        }
    }
}
