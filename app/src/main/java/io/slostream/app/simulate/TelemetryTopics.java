// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.simulate;

import io.slostream.app.UsageException;
import io.slostream.schemas.topic.TopicSpec.TimestampType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The telemetry topics of a cluster, looked at before anything is written to them. */
final class TelemetryTopics implements AutoCloseable {
    private static final int ANSWER_WITHIN_SECONDS = 10;

    private final Admin admin;

    /**
     * A connection, not yet tried.
     *
     * @param settings of the Kafka client, at least the brokers
     */
    TelemetryTopics(Map<String, Object> settings) {
        Map<String, Object> own = new HashMap<>(settings);
        own.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int)
                TimeUnit.SECONDS.toMillis(ANSWER_WITHIN_SECONDS));
        own.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TimeUnit.SECONDS.toMillis(ANSWER_WITHIN_SECONDS));
        try {
            admin = Admin.create(own);
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new UsageException(
                    "the Kafka client cannot start: " + cause.getMessage() + "; check --bootstrap and --properties", e);
        }
    }

    /**
     * Looks whether the topics are there: a producer would have a broker create them as it likes.
     *
     * @throws UsageException when Kafka does not answer, refuses, or lacks a topic
     */
    void require() {
        List<String> missing = new ArrayList<>();
        admin.describeTopics(ClusterSink.topics()).topicNameValues().forEach((name, answer) -> {
            try {
                answer(answer);
            } catch (UnknownTopicOrPartitionException e) {
                missing.add(name);
            }
        });
        if (!missing.isEmpty()) {
            throw new UsageException("there is no topic " + String.join(", ", missing)
                    + "; slostream run creates the topics, start it first");
        }
    }

    /** Whether a broker replaces the events' times by its own; false also when we may not know. */
    boolean haveTheBrokersTime() {
        List<ConfigResource> resources = ClusterSink.topics().stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        try {
            for (Config config : answer(admin.describeConfigs(resources).all()).values()) {
                if (config.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG)
                        .value()
                        .equals(TimestampType.LOG_APPEND_TIME.kafkaValue())) {
                    return true;
                }
            }
            return false;
        } catch (UsageException e) {
            return false;
        }
    }

    private static <T> T answer(KafkaFuture<T> future) {
        try {
            return future.get(2 * ANSWER_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UsageException("interrupted", e);
        } catch (TimeoutException e) {
            throw noAnswer(e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof UnknownTopicOrPartitionException unknown) {
                throw unknown;
            } else if (cause instanceof AuthenticationException) {
                throw new UsageException(
                        "Kafka refused the credentials: " + cause.getMessage()
                                + "; check --properties (security.protocol, sasl.mechanism, sasl.jaas.config)",
                        cause);
            } else if (cause instanceof AuthorizationException) {
                throw new UsageException("Kafka does not let this user see the topics: " + cause.getMessage(), cause);
            }
            throw noAnswer(cause);
        }
    }

    private static UsageException noAnswer(Throwable cause) {
        return new UsageException(
                "Kafka did not answer within " + ANSWER_WITHIN_SECONDS
                        + " s; check --bootstrap, and --properties when the cluster asks for TLS or a password",
                cause);
    }

    @Override
    public void close() {
        admin.close();
    }
}
