// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import io.slostream.topology.SourcePartition;
import java.util.function.Supplier;

/** What stage 1 has to say. */
public interface CountingOutput extends PacketSink {

    /** A record that was booked as dead-lettered. */
    void deadLetter(DeadLetter letter);

    /**
     * A valid event that an SLO wanted and no series counted: late, or excluded as unmeasured. Mostly a mistake of its
     * producer; told so that somebody can be told.
     *
     * @param position offset, or line number
     * @param why in words, to be had during the call only
     */
    default void uncounted(SourcePartition source, long position, Outcome outcome, Supplier<String> why) {}

    /**
     * A control record that adopts a version which nobody applied: somebody who may write telemetry forged it, and it
     * moved the clock only.
     *
     * @param position offset
     */
    default void notAdopted(SourcePartition source, long position, long version) {}
}
