// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.slostream.app.UsageException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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

    private static final List<String> STAGE_2_STORES = List.of("waiting-partials", "ring-blocks", "alert-states");

    private final Cluster cluster;
    private final List<String> topics;
    private final List<String> stage2Topics;
    private final String packets;

    Changelogs(Cluster cluster, String applicationId) {
        this.cluster = cluster;
        this.topics = topics(applicationId, STAGE_1_STORES);
        this.stage2Topics = topics(applicationId, STAGE_2_STORES);
        this.packets = applicationId + "-packets-repartition";
    }

    private static List<String> topics(String applicationId, List<String> stores) {
        return stores.stream()
                .map(store -> applicationId + "-" + store + "-changelog")
                .toList();
    }

    /** Partitions by topic, of those that exist: none before the very first run. */
    Map<String, Integer> partitions() {
        return partitions(topics);
    }

    /** Changelogs of either stage that are not there, sorted. */
    Set<String> missing() {
        Set<String> missing = new TreeSet<>(topics);
        missing.addAll(stage2Topics);
        missing.removeAll(partitions(topics).keySet());
        missing.removeAll(partitions(stage2Topics).keySet());
        return missing;
    }

    /**
     * Refuses another number of partitions than the internal topic has: a series would move to a partition that knows
     * nothing of it, and Kafka Streams would go on with the topic as it is.
     */
    void checkPackets(int verdictPartitions) {
        Integer found = partitions(List.of(packets)).get(packets);
        if (found != null && found != verdictPartitions) {
            throw new UsageException(
                    "spec.verdictPartitions is " + verdictPartitions + ", but " + packets + " has " + found
                            + " partitions and the state lies in as many; write verdictPartitions: " + found
                            + ", or begin anew with another applicationId");
        }
    }

    private Map<String, Integer> partitions(List<String> names) {
        Map<String, Integer> found = new HashMap<>();
        cluster.admin().describeTopics(names).topicNameValues().forEach((name, answer) -> {
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
