// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import io.slostream.alerting.state.AlertState;
import io.slostream.topology.Exclusion;

/** Where stage 2 puts what it has to say; those of one kind come in order of boundary. */
@FunctionalInterface
public interface VerdictSink {

    /** A transition of an alert. */
    void verdict(Verdict verdict);

    /**
     * What a pager must hear: an alert fires, changes severity or resolves. Follows the transition of the same boundary;
     * at the first boundary for pagers there may be none, since the alert was firing already.
     */
    default void alert(Verdict verdict) {}

    /** From now on this SLO speaks under this version; said before it first does. */
    default void inForce(String slo, long version) {}

    /** An SLO of a group is no more: what was last summarised does not hold. */
    default void removed(String slo, String group, long atMs) {}

    /** What was counted in a minute, or came late for one. */
    default void pane(MinutePane pane) {}

    /** Where an alert stands at the end of an hour, with every timer: from here it can go on. */
    default void alertState(AlertKey alert, AlertState state, long atMs) {}

    /** An exclusion that has no effect, since too many others still have one. */
    default void refused(Exclusion exclusion) {}

    /** An SLO that stands otherwise than when it was last summarised. */
    default void summary(SloStatus status) {}
}
