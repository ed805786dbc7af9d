// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.slostream.app.UsageException;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a failed stream thread out of the consumer group. Its replacement has another number, thus another static member
 * id; without this the partitions of the failed one would stand still until its session times out.
 */
final class StaticMembers implements FailurePolicy.Release {
    private static final Logger LOG = LoggerFactory.getLogger(StaticMembers.class);
    private static final Pattern THREAD = Pattern.compile(".*-StreamThread-([0-9]+)");
    private static final Duration WITHIN = Duration.ofSeconds(2);

    private final StreamsConfig config;
    private final String group;
    private final String instanceId;

    StaticMembers(StreamsConfig config, String group, String instanceId) {
        this.config = config;
        this.group = group;
        this.instanceId = instanceId;
    }

    /** The id that Kafka Streams gives the member of a thread. */
    static String idOf(String instanceId, String threadNumber) {
        return instanceId + "-" + threadNumber;
    }

    @Override
    public void threadFailed(String threadName) {
        Matcher thread = THREAD.matcher(threadName);
        if (!thread.matches()) {
            return;
        }
        String member = idOf(instanceId, thread.group(1));
        try (Cluster cluster = Cluster.connect(config, group + "-release", WITHIN)) {
            Cluster.orThrow(cluster.admin()
                    .removeMembersFromConsumerGroup(
                            group, new RemoveMembersFromConsumerGroupOptions(Set.of(new MemberToRemove(member))))
                    .all());
        } catch (KafkaException | EngineFailedException | UsageException e) {
            LOG.info("Member {} stays in group {} until its session times out: {}", member, group, e.toString());
        }
    }
}
