// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.slostream.app.UsageException;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.schemas.topic.TopicSpec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sure that every topic the engine reads or writes is there and is what the promises need. Everything that is
 * wrong is said at once, with the command that puts it right.
 */
final class TopicPreparation {
    private static final Logger LOG = LoggerFactory.getLogger(TopicPreparation.class);
    private static final int LOOKS = 60;
    private static final long BETWEEN_LOOKS_MS = 500;

    private final Cluster cluster;
    private final EngineConfig config;
    private final List<String> problems = new ArrayList<>();

    TopicPreparation(Cluster cluster, EngineConfig config) {
        this.cluster = cluster;
        this.config = config;
    }

    /**
     * The number of partitions of each telemetry topic.
     *
     * @throws UsageException when a topic is missing or unfit and may not be put right by us; lists everything
     */
    Map<TelemetryKind, Integer> prepare(Set<TelemetryKind> kinds) {
        List<TopicSpec> needed = new ArrayList<>();
        kinds.forEach(kind -> needed.add(TopicCatalog.telemetry(kind)));
        needed.addAll(TopicCatalog.outputs());

        Map<String, Integer> found = partitionsOf(needed);
        List<TopicSpec> missing = needed.stream()
                .filter(topic -> !found.containsKey(topic.name()))
                .toList();
        if (config.topics().create()) {
            create(missing);
            failIfAny();
            awaitAll(missing, found);
        } else {
            missing.forEach(topic -> problems.add("topic " + topic.name()
                    + " is missing and topics.create is false; create it with\n    " + createCommand(topic)));
        }
        List<TopicSpec> present =
                needed.stream().filter(topic -> found.containsKey(topic.name())).toList();
        problems.addAll(new TopicRules(cluster, config).objections(present, found));
        failIfAny();

        Map<TelemetryKind, Integer> partitions = new EnumMap<>(TelemetryKind.class);
        kinds.forEach(kind -> partitions.put(kind, found.get(kind.topic())));
        return partitions;
    }

    private void failIfAny() {
        if (!problems.isEmpty()) {
            throw new UsageException(String.join(System.lineSeparator(), problems));
        }
    }

    private Map<String, Integer> partitionsOf(List<TopicSpec> topics) {
        Map<String, KafkaFuture<TopicDescription>> answers = cluster.admin()
                .describeTopics(topics.stream().map(TopicSpec::name).toList())
                .topicNameValues();
        Map<String, Integer> found = new HashMap<>();
        answers.forEach((name, answer) -> {
            try {
                found.put(name, Cluster.orThrow(answer).partitions().size());
            } catch (UnknownTopicOrPartitionException e) {
                LOG.debug("{} does not exist", name);
            } catch (KafkaException e) {
                problems.add("topic " + name + " cannot be looked at: " + e.getMessage()
                        + "; grant DESCRIBE on it to the engine's principal");
                found.put(name, 0);
            }
        });
        return found;
    }

    private void create(List<TopicSpec> missing) {
        CreateTopicsResult result = cluster.admin()
                .createTopics(missing.stream().map(this::newTopic).toList());
        for (TopicSpec topic : missing) {
            try {
                Cluster.orThrow(result.values().get(topic.name()));
                LOG.info("Created topic {} with {} partitions", topic.name(), partitionsFor(topic));
            } catch (TopicExistsException e) {
                // Another instance was quicker.
                LOG.debug("{} exists by now", topic.name());
            } catch (KafkaException e) {
                problems.add("topic " + topic.name() + " is missing and could not be created: " + e.getMessage()
                        + "; put that right, or let somebody who may create it with\n    " + createCommand(topic));
            }
        }
    }

    private void awaitAll(List<TopicSpec> created, Map<String, Integer> found) {
        for (int look = 0; look < LOOKS && !created.isEmpty(); look++) {
            found.putAll(partitionsOf(created));
            if (created.stream().allMatch(topic -> found.containsKey(topic.name()))) {
                return;
            }
            Pause.ofMs(BETWEEN_LOOKS_MS);
        }
        if (!created.isEmpty()) {
            throw new EngineFailedException("topics were created but brokers do not know them yet", null);
        }
    }

    private NewTopic newTopic(TopicSpec topic) {
        Optional<Short> replicas = config.topics().replicationFactor().isPresent()
                ? Optional.of((short) config.topics().replicationFactor().getAsInt())
                : Optional.empty();
        return new NewTopic(topic.name(), Optional.of(partitionsFor(topic)), replicas).configs(topic.config());
    }

    private int partitionsFor(TopicSpec topic) {
        return config.topics().partitions().getOrDefault(topic.name(), topic.defaultPartitions());
    }

    private String createCommand(TopicSpec topic) {
        StringBuilder command = new StringBuilder("kafka-topics.sh --bootstrap-server " + config.bootstrap()
                + " --create --topic " + topic.name() + " --partitions " + partitionsFor(topic));
        config.topics().replicationFactor().ifPresent(factor -> command.append(" --replication-factor " + factor));
        topic.config().forEach((key, value) -> command.append(" --config " + key + "=" + value));
        return command.toString();
    }
}
