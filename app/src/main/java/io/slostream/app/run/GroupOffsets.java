// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.slostream.app.UsageException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The consumer group of the application: its committed offsets, and whether somebody is in it. */
final class GroupOffsets {
    private static final Logger LOG = LoggerFactory.getLogger(GroupOffsets.class);
    /** Longer than any sensible session timeout: members that were killed are in the group until then. */
    private static final int LOOKS = 60;

    private static final long BETWEEN_LOOKS_MS = 1_000;

    private final Cluster cluster;
    private final String group;
    private final String instanceId;

    GroupOffsets(Cluster cluster, String group, String instanceId) {
        this.cluster = cluster;
        this.group = group;
        this.instanceId = instanceId;
    }

    /** Committed offsets by partition; empty when the group does not exist. */
    Map<TopicPartition, Long> committed() {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        Cluster.answer(
                        cluster.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(),
                        "read the offsets of group " + group)
                .forEach((partition, offset) -> {
                    if (offset != null) {
                        offsets.put(partition, offset.offset());
                    }
                });
        return offsets;
    }

    /**
     * Writes offsets into a group that nobody is in.
     *
     * @return false when somebody is in it, who must have written them before
     */
    boolean write(Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> request = new HashMap<>();
        offsets.forEach((partition, offset) -> request.put(partition, new OffsetAndMetadata(offset)));
        try {
            Cluster.orThrow(
                    cluster.admin().alterConsumerGroupOffsets(group, request).all());
            return true;
        } catch (AuthorizationException e) {
            throw new UsageException(
                    "not allowed to write the start offsets of group " + group + ": " + e.getMessage()
                            + "; grant READ on the group and on the telemetry topics",
                    e);
        } catch (KafkaException e) {
            if (!members().isEmpty()) {
                return false;
            }
            throw new EngineFailedException("could not write offsets of group " + group + ": " + Cluster.causes(e), e);
        }
    }

    /**
     * Waits until nobody is in the group. What an earlier run of this very instance left behind is removed: a static
     * member stays in its group for the session timeout, and this instance is not running, or it would not be here.
     */
    void awaitEmpty(String why) {
        for (int look = 0; ; look++) {
            Map<String, String> members = members();
            if (members.isEmpty()) {
                return;
            }
            Set<MemberToRemove> ours = new HashSet<>();
            members.values().stream()
                    .filter(id -> id.matches(StaticMembers.idOf(Pattern.quote(instanceId), "[0-9]+")))
                    .forEach(id -> ours.add(new MemberToRemove(id)));
            if (!ours.isEmpty()) {
                remove(ours);
            } else if (look == 0) {
                LOG.warn("Waiting for other instances to leave group {}: {}", group, members);
            }
            if (look == LOOKS) {
                throw new UsageException(why + ", which needs every instance stopped, but group " + group
                        + " has members: " + members + "; stop them all, then start one of them");
            }
            Pause.ofMs(BETWEEN_LOOKS_MS);
        }
    }

    private void remove(Set<MemberToRemove> members) {
        try {
            Cluster.orThrow(cluster.admin()
                    .removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions(members))
                    .all());
        } catch (KafkaException e) {
            LOG.warn("Could not remove old members of this instance, waiting for their time-out: {}", e.toString());
        }
    }

    /** Member ids with their instance ids. */
    private Map<String, String> members() {
        try {
            ConsumerGroupDescription description = Cluster.orThrow(cluster.admin()
                    .describeConsumerGroups(List.of(group))
                    .describedGroups()
                    .get(group));
            Map<String, String> members = new HashMap<>();
            for (MemberDescription member : description.members()) {
                Optional<String> instance = member.groupInstanceId();
                members.put(member.consumerId(), instance.orElse("-"));
            }
            return members;
        } catch (GroupIdNotFoundException e) {
            return Map.of();
        } catch (KafkaException e) {
            throw new EngineFailedException("could not look at group " + group + ": " + Cluster.causes(e), e);
        }
    }
}
