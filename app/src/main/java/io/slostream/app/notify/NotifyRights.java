// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.notify;

import io.slostream.app.UsageException;
import io.slostream.app.notify.NotifyConfig.SinkConfig;
import io.slostream.app.run.Cluster;
import io.slostream.app.run.EngineFailedException;
import io.slostream.schemas.topic.TopicCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Whether the cluster lets the notifier do what it will have to do, asked before the first alert has to be told: a right
 * that is missing shows at the start and not in the night when a receiver refuses for the first time.
 */
final class NotifyRights {
    private static final String ALERTS = TopicCatalog.ALERTS.name();
    private static final String DEAD = DeadNotifications.TOPIC.name();

    private final NotifyConfig config;
    private final Admin admin;
    private final List<String> missing = new ArrayList<>();

    NotifyRights(NotifyConfig config, Admin admin) {
        this.config = config;
        this.admin = admin;
    }

    /**
     * Looks at topics and groups; a topic that does not exist yet is no missing right.
     *
     * @return whether the topic of dead notifications exists
     * @throws UsageException that names every right that is missing
     * @throws EngineFailedException when the topic of alerts does not exist
     */
    boolean check() {
        boolean alerts = topic(ALERTS, "", AclOperation.DESCRIBE, AclOperation.READ);
        boolean dead = topic(DEAD, "", AclOperation.DESCRIBE, AclOperation.READ, AclOperation.WRITE);
        for (SinkConfig sink : config.sinks()) {
            group(NotifyClients.groupOf(config, sink.name()), "READ", "");
        }
        config.watchdog().ifPresent(watchdog -> {
            group(watchdog.engine(), "DESCRIBE", " (watchdog)");
            topic(EngineWatch.packetsOf(watchdog.engine()), " (watchdog)", AclOperation.DESCRIBE);
        });
        if (!missing.isEmpty()) {
            throw new UsageException(
                    "the cluster refuses the notifier " + String.join(", ", missing) + "; grant that to its principal");
        }
        if (!alerts) {
            throw new EngineFailedException(
                    "the cluster has no topic " + ALERTS
                            + "; the engine creates it on its first start: check spec.bootstrap, or start the engine",
                    null);
        }
        return dead;
    }

    /** Whether it exists. Brokers without an authorizer allow everything; old ones do not say. */
    private boolean topic(String name, String why, AclOperation... wanted) {
        try {
            TopicDescription topic = Cluster.orThrow(
                    admin.describeTopics(List.of(name), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                            .topicNameValues()
                            .get(name));
            Optional<Set<AclOperation>> allowed = Optional.ofNullable(topic.authorizedOperations());
            for (AclOperation operation : wanted) {
                if (allowed.isPresent() && !allowed.get().contains(operation)) {
                    missing.add(operation + " on topic " + name + why);
                }
            }
            return true;
        } catch (TopicAuthorizationException e) {
            // Whoever may not even see it gets this answer, also when there is no such topic.
            List.of(wanted).forEach(operation -> missing.add(operation + " on topic " + name + why));
            return false;
        } catch (UnknownTopicOrPartitionException e) {
            return false;
        } catch (KafkaException e) {
            throw unanswered("describe topic " + name, e);
        }
    }

    /** A group is made by its first member, so all that can be asked before is whether we may see it. */
    private void group(String id, String right, String why) {
        try {
            Cluster.orThrow(
                    admin.describeConsumerGroups(List.of(id)).describedGroups().get(id));
        } catch (GroupAuthorizationException e) {
            missing.add(right + " on group " + id + why);
        } catch (AuthorizationException | RetriableException e) {
            throw unanswered("describe group " + id, e);
        } catch (ApiException e) {
            // There is no such group yet.
        } catch (KafkaException e) {
            throw unanswered("describe group " + id, e);
        }
    }

    private static EngineFailedException unanswered(String doing, KafkaException e) {
        return new EngineFailedException("could not " + doing + ": " + Cluster.causes(e), e);
    }
}
