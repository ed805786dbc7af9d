// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far a group is behind the end of a topic. */
record Offsets(Admin admin, String group, String topic, int partitions) {
    private static final long LIMIT_SECONDS = 30;

    /** Records after the committed offsets; all of a partition that has none. */
    long uncommitted() throws Exception {
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(number -> new TopicPartition(topic, number))
                .toList();
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        Map<TopicPartition, ListOffsetsResultInfo> ends = admin.listOffsets(
                        all.stream().collect(Collectors.toMap(partition -> partition, p -> OffsetSpec.latest())))
                .all()
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        long behind = 0;
        for (TopicPartition partition : all) {
            OffsetAndMetadata offset = committed.get(partition);
            behind += ends.get(partition).offset() - (offset == null ? -1 : offset.offset());
        }
        return behind;
    }
}
