// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.replay;

import io.slostream.topology.EngineDefinition;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * What to replay and how.
 *
 * @param definition what decides verdicts
 * @param inputs NDJSON files, each its own source partition
 * @param fromMs first boundary to report, epoch milliseconds; earlier events still fill windows
 * @param toMs last boundary to report, inclusive; absent: the end of the last event's pane
 * @param nowMs the present: a line more than a minute later is a dead letter
 * @param summaryIntervalMs distance between the boundaries at which SLOs are summarised; 0: they are not
 */
public record ReplayOptions(
        EngineDefinition definition,
        List<Path> inputs,
        OptionalLong fromMs,
        OptionalLong toMs,
        long nowMs,
        long summaryIntervalMs) {

    public ReplayOptions {
        inputs = List.copyOf(inputs);
    }

    /** Verdicts alone. */
    public ReplayOptions(
            EngineDefinition definition, List<Path> inputs, OptionalLong fromMs, OptionalLong toMs, long nowMs) {
        this(definition, inputs, fromMs, toMs, nowMs, 0);
    }

    /** The same history judged by another definition, with summaries at this distance. */
    public ReplayOptions judgedBy(EngineDefinition other, long intervalMs) {
        return new ReplayOptions(other, inputs, fromMs, toMs, nowMs, intervalMs);
    }
}
