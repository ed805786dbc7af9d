// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.slostream.alerting.definition.SloDefinition;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.TimeGrid;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a first start reads back, and from which offsets.
 *
 * <p>A kind is read back as far as its longest alerting window, so that an alert which is firing already is known at
 * once. Coverage must not claim more than was counted: where retention has deleted part of that time, counting begins
 * after the gap; a topic that has all its records still cannot tell silence from not having existed, so counting begins
 * with its first record, as for a file. One start boundary holds for all kinds, the latest of theirs.
 *
 * @param start where counting begins
 * @param offsets where each source partition is read from
 */
record ReadBack(StartPoint start, Map<TopicPartition, Long> offsets) {
    private static final long NOTHING = -1;

    ReadBack {
        offsets = new TreeMap<>(
                java.util.Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition));
    }

    /** Length of the longest window of an alert that reads this kind, milliseconds; 0 where none does. */
    static long longestAlertingWindowMs(EngineDefinition definition, TelemetryKind kind) {
        return definition.slos().slos().stream()
                .filter(slo -> slo.indicator().of() == kind)
                .map(SloDefinition::alerts)
                .flatMap(Collection::stream)
                .flatMap(alert -> alert.tiers().stream())
                .flatMap(tier -> tier.bounds().stream())
                .mapToLong(bound -> bound.windowMs())
                .max()
                .orElse(0);
    }

    /** A span of the log of one partition: the offset of its first record and that record's time, both −1 when empty. */
    private record Head(long logStart, long firstOffset, long firstTimeMs) {
        boolean truncated() {
            return logStart > 0;
        }
    }
}
