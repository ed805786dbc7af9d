// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.slotest;

import io.slostream.alerting.definition.Severity;
import io.slostream.alerting.state.Standing;
import io.slostream.topology.judge.AlertKey;
import io.slostream.topology.judge.SummaryKey;
import io.slostream.topology.judge.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An expectation that was not met, with all that tells how far off it is. Times are epoch milliseconds. */
public sealed interface Mismatch {

    /** Line of the expectation, from 1. */
    int line();

    /** An alert stands otherwise than expected. */
    record InState(int line, StateAndSeverity expected, CloseUp actual) implements Mismatch {}

    /** Other alerts fire than expected. */
    record Firing(int line, long atMs, List<FiringDifference> differences) implements Mismatch {
        public Firing {
            differences = List.copyOf(differences);
        }
    }

    /** An alert changed otherwise than expected. */
    record Transitions(int line, AlertKey alert, List<ChangeDifference> differences) implements Mismatch {
        public Transitions {
            differences = List.copyOf(differences);
        }
    }

    /**
     * A window holds other counts than expected.
     *
     * @param actual the window at that moment; empty when the SLO was not judged by then
     */
    record InWindow(Expectation.InWindow expected, long atMs, Optional<Verdict.Reading> actual) implements Mismatch {
        @Override
        public int line() {
            return expected.line();
        }
    }

    /** The expectation names a group that neither an event nor an SLO of the test knows. */
    record UnknownGroup(int line, SummaryKey subject, Optional<String> alert, Set<String> known) implements Mismatch {
        public UnknownGroup {
            known = Set.copyOf(known);
        }
    }

    /**
     * Where an alert stands, in words.
     *
     * @param severity greatest severity firing, empty unless firing, or when any will do
     */
    record StateAndSeverity(Standing state, Optional<Severity> severity) {
        @Override
        public String toString() {
            return state.word() + severity.map(s -> " " + s.word()).orElse("");
        }
    }

    /**
     * One alert at one moment, with its changes on either side.
     *
     * @param atMs the moment
     * @param state where it stands
     * @param sinceMs from when it stands so; empty: from the start, or never judged
     * @param judged whether it was judged by then at all
     * @param windows its windows at the last evaluation, empty when not judged
     * @param before last transition at or before the moment
     * @param after first transition after it
     */
    record CloseUp(
            AlertKey alert,
            long atMs,
            StateAndSeverity state,
            Optional<Long> sinceMs,
            boolean judged,
            List<Verdict.Reading> windows,
            Optional<Verdict> before,
            Optional<Verdict> after) {
        public CloseUp {
            windows = List.copyOf(windows);
        }
    }

    /** An alert that fires and should not, or the other way round, or with another severity. */
    record FiringDifference(Optional<StateAndSeverity> expected, CloseUp actual) {}

    /**
     * One row of two sequences laid side by side by time; what stands in both and agrees has both.
     *
     * @param agrees whether expected and actual are the same change
     */
    record ChangeDifference(Optional<Expectation.Change> expected, Optional<Verdict> actual, boolean agrees) {}
}
