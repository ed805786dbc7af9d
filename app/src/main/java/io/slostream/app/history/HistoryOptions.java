// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.history;

import io.slostream.alerting.definition.DefinitionSet;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which part of history is reported, by which definitions, and how it is read.
 *
 * @param fromMs first boundary to report, epoch milliseconds; empty: the first that was judged
 * @param toMs last boundary to report, inclusive; empty: the last that every source partition has passed
 * @param slos judge by these SLOs in the place of those that were in force; empty: by those
 * @param asKnownNow whether each boundary is judged with everything that has arrived by now, instead of with what had
 *     arrived by its time
 * @param summaryIntervalMs distance between the boundaries at which SLOs are summarised; 0: they are not
 * @param full whether all is read from the engine's first record on, also where records of minutes would do
 * @param threads how many threads read and count
 */
public record HistoryOptions(
        OptionalLong fromMs,
        OptionalLong toMs,
        Optional<DefinitionSet> slos,
        boolean asKnownNow,
        long summaryIntervalMs,
        boolean full,
        int threads) {

    /** What the engine knew and judged by. */
    public HistoryOptions(OptionalLong fromMs, OptionalLong toMs, boolean full, int threads) {
        this(fromMs, toMs, Optional.empty(), false, 0, full, threads);
    }

    /** The same part of history, judged in another way. */
    public HistoryOptions judgedBy(Optional<DefinitionSet> otherSlos, boolean knownNow) {
        return new HistoryOptions(fromMs, toMs, otherSlos, knownNow, summaryIntervalMs, full, threads);
    }

    /** The same with SLOs summarised at this distance, milliseconds. */
    public HistoryOptions summarisedEvery(long intervalMs) {
        return new HistoryOptions(fromMs, toMs, slos, asKnownNow, intervalMs, full, threads);
    }
}
