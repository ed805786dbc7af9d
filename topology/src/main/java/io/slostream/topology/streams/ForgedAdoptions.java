// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import io.slostream.topology.SourcePartition;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Warns, at most once a minute, of control records that adopt versions which nobody applied, with the first of them as an
 * example. One for all tasks of an instance, since who forges one may do so everywhere; thread-safe.
 */
final class ForgedAdoptions {
    private static final long AT_MOST_EVERY_MS = Duration.ofMinutes(1).toMillis();

    private final Consumer<String> warn;
    private long toldMs = Long.MIN_VALUE / 2;
    private long count;
    private String first = "";

    ForgedAdoptions(Consumer<String> warn) {
        this.warn = warn;
    }

    synchronized void note(SourcePartition source, long offset, long version, long nowMs) {
        if (count == 0) {
            first = "version " + version + " at offset " + offset + " of " + source.topic() + "-" + source.partition();
        }
        count++;
        tell(nowMs);
    }

    /** Tells what was noted, unless it is too soon. */
    synchronized void tell(long nowMs) {
        if (count == 0 || nowMs - toldMs < AT_MOST_EVERY_MS) {
            return;
        }
        warn.accept(count + (count == 1 ? " control record adopts a version" : " control records adopt versions")
                + " that nobody applied, and changed nothing; the first: " + first
                + "; an older slostream runs beside this one, or somebody forged them: look at who has WRITE there");
        toldMs = nowMs;
        count = 0;
    }
}
