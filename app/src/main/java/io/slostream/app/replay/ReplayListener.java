// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.replay;

import io.slostream.schemas.telemetry.RejectReason;
import io.slostream.topology.accumulate.Outcome;
import io.slostream.topology.judge.MinutePane;
import io.slostream.topology.judge.SloStatus;
import io.slostream.topology.judge.Verdict;
import java.nio.file.Path;
import java.util.function.Supplier;

/** What a replay tells while it runs. */
public interface ReplayListener {

    /** A verdict inside the reported time; ordered by boundary, then key. */
    void verdict(Verdict verdict);

    /** How an SLO of a group stands, when it stands otherwise than when it was last summarised. */
    default void summary(SloStatus status) {}

    /** What was counted in a minute, or came late for one; where SLOs are summarised. */
    default void pane(MinutePane pane) {}

    /** A line that is no valid event. */
    default void deadLetter(Path file, long line, RejectReason reason, String detail) {}

    /**
     * A valid event that an SLO wanted and no series counted: late, or excluded as unmeasured.
     *
     * @param why in words, to be had during the call only
     */
    default void uncounted(Path file, long line, Outcome outcome, Supplier<String> why) {}

    /** The clock of a file jumped by more than an hour at this line. */
    default void clockJump(Path file, long line, long fromMs, long toMs) {}

    /** Now and then: bytes and records read so far, in all files together. */
    default void progress(long bytes, long records) {}
}
