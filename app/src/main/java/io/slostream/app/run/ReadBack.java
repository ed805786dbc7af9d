// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.definition.Window;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.StartPoint;
import io.slostream.topology.TimeGrid;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
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
 * with its first record, as for a file. Each kind has its own start boundary, so that a topic which is new or silent
 * does not take the others' history from them.
 *
 * @param start where counting begins, and which boundary is the first for pagers
 * @param offsets where each source partition is read from
 */
record ReadBack(StartPoint start, Map<TopicPartition, Long> offsets) {
    ReadBack {
        offsets = Map.copyOf(offsets);
    }

    /** Old edge of the longest window of an alert that reads this kind, as it stands at a boundary; empty where none does. */
    static OptionalLong oldestAlertingEdge(EngineDefinition definition, TelemetryKind kind, long boundaryMs) {
        return definition.slos().slos().stream()
                .filter(slo -> slo.indicator().of() == kind)
                .map(SloDefinition::alerts)
                .flatMap(Collection::stream)
                .flatMap(alert -> alert.tiers().stream())
                .flatMap(tier -> tier.bounds().stream())
                .mapToLong(bound -> definition.grid().oldEdge(bound.window(), boundaryMs))
                .min();
    }

    /** The longest that such a window may be, milliseconds; 0 where none reads this kind. */
    static long longestAlertingWindowMs(EngineDefinition definition, TelemetryKind kind) {
        return definition.slos().slos().stream()
                .filter(slo -> slo.indicator().of() == kind)
                .flatMap(slo -> slo.alerts().stream())
                .flatMap(alert -> alert.tiers().stream())
                .flatMap(tier -> tier.bounds().stream())
                .mapToLong(bound -> bound.window() instanceof Window.CalendarMonth
                        ? Window.CalendarMonth.LONGEST_MS
                        : bound.windowMs())
                .max()
                .orElse(0);
    }

    /** Looks at the topics and decides. */
    static ReadBack plan(
            Cluster cluster, EngineDefinition definition, Map<TelemetryKind, Integer> partitions, long nowMs) {
        TimeGrid grid = definition.grid();
        Map<TelemetryKind, Long> boundaries = new EnumMap<>(TelemetryKind.class);
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (Map.Entry<TelemetryKind, Integer> entry : partitions.entrySet()) {
            if (entry.getKey() == TelemetryKind.EXCLUSION) {
                continue;
            }
            List<TopicPartition> sources = sources(entry.getKey(), entry.getValue());
            long wantedMs = oldestAlertingEdge(definition, entry.getKey(), grid.floor(nowMs))
                    .orElse(grid.floor(nowMs));
            boundaries.put(entry.getKey(), Math.max(wantedMs, firstCounted(cluster, sources, grid, nowMs)));
            // An event may claim a time this much later than it arrived.
            offsets.putAll(offsetsAt(cluster, sources, wantedMs - grid.futureLimitMs()));
        }
        StartPoint start = new StartPoint(boundaries, grid.evaluationCeiling(nowMs));
        Integer ofExclusions = partitions.get(TelemetryKind.EXCLUSION);
        if (ofExclusions != null) {
            // All that are kept: one that was filed long ago may be in force.
            offsets.putAll(offsets(cluster, sources(TelemetryKind.EXCLUSION, ofExclusions), OffsetSpec.earliest()));
            start = start.withExclusions();
        }
        return new ReadBack(start, offsets);
    }

    static List<TopicPartition> sources(TelemetryKind kind, int partitions) {
        List<TopicPartition> sources = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            sources.add(new TopicPartition(kind.topic(), partition));
        }
        return sources;
    }

    /** From when on this topic's events are all there, as far as the topic can tell. */
    private static long firstCounted(Cluster cluster, List<TopicPartition> sources, TimeGrid grid, long nowMs) {
        Map<TopicPartition, Long> logStarts = offsets(cluster, sources, OffsetSpec.earliest());
        ListOffsetsResult firsts = list(cluster, sources, OffsetSpec.forTimestamp(0));
        long afterGapsMs = Long.MIN_VALUE;
        long firstRecordMs = Long.MAX_VALUE;
        for (TopicPartition source : sources) {
            ListOffsetsResultInfo first =
                    Cluster.answer(firsts.partitionResult(source), "look for the first record of " + source);
            if (logStarts.get(source) > 0) {
                long availableMs = first.offset() < 0 ? nowMs : first.timestamp();
                afterGapsMs = Math.max(afterGapsMs, grid.floor(availableMs) + grid.paneMs());
            } else if (first.offset() >= 0) {
                firstRecordMs = Math.min(firstRecordMs, first.timestamp());
            }
        }
        // A topic that has lost records has been there for longer than what is left of it.
        return afterGapsMs != Long.MIN_VALUE ? afterGapsMs : grid.floor(Math.min(firstRecordMs, nowMs));
    }

    private static Map<TopicPartition, Long> offsetsAt(Cluster cluster, List<TopicPartition> sources, long timeMs) {
        // The ends first: a record that comes between the two questions must not be passed over.
        Map<TopicPartition, Long> ends = offsets(cluster, sources, OffsetSpec.latest());
        Map<TopicPartition, Long> offsets = offsets(cluster, sources, OffsetSpec.forTimestamp(timeMs));
        offsets.replaceAll((source, offset) -> offset < 0 ? ends.get(source) : offset);
        return offsets;
    }

    /** Offsets by partition, −1 where the partition has none that fits. */
    static Map<TopicPartition, Long> offsets(Cluster cluster, Collection<TopicPartition> sources, OffsetSpec spec) {
        ListOffsetsResult result = list(cluster, sources, spec);
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (TopicPartition source : sources) {
            offsets.put(
                    source,
                    Cluster.answer(result.partitionResult(source), "look up offsets of " + source)
                            .offset());
        }
        return offsets;
    }

    private static ListOffsetsResult list(Cluster cluster, Collection<TopicPartition> sources, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> request = new HashMap<>();
        sources.forEach(source -> request.put(source, spec));
        return cluster.admin().listOffsets(request);
    }
}
