// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.history;

import io.slostream.topology.accumulate.DeadLetter;
import io.slostream.topology.judge.MinutePane;
import io.slostream.topology.judge.SloStatus;
import io.slostream.topology.judge.Verdict;
import io.slostream.topology.summary.OutputRecord;

/** What a replay of topics tells while it runs, in one thread. */
public interface HistoryListener {

    /**
     * A verdict inside the reported time, with the record of {@code slo.transitions.v1} or {@code slo.alerts.v1} that it
     * is; in order of boundary, then key, the transition before the alert.
     */
    void told(Verdict verdict, OutputRecord record);

    /** How an SLO of a group stands, when it stands otherwise than when it was last summarised. */
    default void summary(SloStatus status) {}

    /** What was counted in a minute, or came late for one; where SLOs are summarised. */
    default void pane(MinutePane pane) {}

    /** A record that is no valid event. */
    default void deadLetter(DeadLetter letter) {}

    /**
     * An event that an SLO wanted and no series counted, the first of its sort that a reading thread met.
     *
     * @param where topic, partition and offset
     */
    default void missed(String where, String outcome, String why) {}

    /** Now and then: records read so far. */
    default void progress(long records) {}
}
