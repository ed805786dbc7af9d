// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import io.slostream.schemas.output.OutputFormat;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.DefinitionVersions;
import io.slostream.topology.StartPoint;
import io.slostream.topology.TimeGrid;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the topology is built from.
 *
 * @param engineId name of this engine in the header of its control records
 * @param application application id: control records that adopt versions for others are none of ours
 * @param versions what decides verdicts, as it was and will be
 * @param partitions number of partitions of each source topic that is read; kinds that the engine did not begin
 *     with are left out
 * @param verdictPartitions number of partitions of the internal topic
 * @param start from when events are counted, and from when alerts are for pagers
 * @param outputFormat how output records are written
 * @param registry schemas of telemetry and of output; thread-safe
 * @param summaryIntervalMs SLOs are summarised at evaluated boundaries that are multiples of it
 * @param evaluationBudgetMs longest time that one call may spend evaluating boundaries
 * @param clock what time it is
 */
public record EngineSettings(
        String engineId,
        String application,
        DefinitionVersions versions,
        Map<TelemetryKind, Integer> partitions,
        int verdictPartitions,
        StartPoint start,
        OutputFormat outputFormat,
        SchemaRegistry registry,
        long summaryIntervalMs,
        long evaluationBudgetMs,
        EngineClock clock) {
    /** Default of {@link #verdictPartitions}. */
    public static final int VERDICT_PARTITIONS = 8;
    /** Default of {@link #evaluationBudgetMs}: a gap of hours must not overrun a transaction. */
    public static final long EVALUATION_BUDGET_MS = 200;

    public EngineSettings {
        partitions = new TreeMap<>(partitions);
        partitions.keySet().forEach(start::boundaryMs);
        long liveFromMs = start.liveFromMs();
        if (liveFromMs != StartPoint.ALWAYS_LIVE && liveFromMs != grid(versions).evaluationFloor(liveFromMs)) {
            throw new IllegalArgumentException("no verdicts are taken at " + liveFromMs + ", so pagers would miss it");
        }
    }

    /** The time grid, which no version changes. */
    public TimeGrid grid() {
        return grid(versions);
    }

    private static TimeGrid grid(DefinitionVersions versions) {
        return versions.first().definition().grid();
    }
}
