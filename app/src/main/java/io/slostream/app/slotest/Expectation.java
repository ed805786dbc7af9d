// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.slotest;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.definition.Severity;
import io.slostream.alerting.definition.Window;
import io.slostream.alerting.state.AlertTransition;
import io.slostream.alerting.state.Standing;
import io.slostream.topology.judge.AlertKey;
import io.slostream.topology.judge.SummaryKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a test expects. All times are milliseconds from the start of the test. */
public sealed interface Expectation {

    /** Line of the file, from 1. */
    int line();

    /** The latest time that it names; empty when it names none. */
    OptionalLong timeMs();

    /** The alerts that it names. */
    List<AlertKey> alerts();

    /** Of whom it speaks. */
    default List<SummaryKey> subjects() {
        return alerts().stream()
                .map(alert -> new SummaryKey(alert.slo(), alert.group()))
                .toList();
    }

    /**
     * Where one alert stands at the last evaluation at or before a time.
     *
     * @param severity greatest severity firing; empty: any
     */
    record InState(int line, long atMs, AlertKey alert, Standing state, Optional<Severity> severity)
            implements Expectation {
        @Override
        public OptionalLong timeMs() {
            return OptionalLong.of(atMs);
        }

        @Override
        public List<AlertKey> alerts() {
            return List.of(alert);
        }
    }

    /** Exactly these alerts fire at the last evaluation at or before a time, of all SLOs and groups of the test. */
    record Firing(int line, long atMs, List<FiringAlert> expected) implements Expectation {
        public Firing {
            expected = List.copyOf(expected);
        }

        @Override
        public OptionalLong timeMs() {
            return OptionalLong.of(atMs);
        }

        @Override
        public List<AlertKey> alerts() {
            return expected.stream().map(FiringAlert::alert).toList();
        }
    }

    /** One alert that fires; without a severity, with any. */
    record FiringAlert(AlertKey alert, Optional<Severity> severity) {}

    /** Exactly these changes of one alert, from the start of the test to its end, in order of time. */
    record Transitions(int line, AlertKey alert, List<Change> expected) implements Expectation {
        public Transitions {
            expected = List.copyOf(expected);
        }

        @Override
        public OptionalLong timeMs() {
            return expected.isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(expected.get(expected.size() - 1).atMs());
        }

        @Override
        public List<AlertKey> alerts() {
            return List.of(alert);
        }
    }

    /**
     * What one window of an SLO holds at the last evaluation at or before a time, whether or not it has an alert.
     *
     * @param counts what is wanted of its integers
     */
    record InWindow(int line, long atMs, SummaryKey subject, Window window, Counts counts) implements Expectation {
        @Override
        public OptionalLong timeMs() {
            return OptionalLong.of(atMs);
        }

        @Override
        public List<AlertKey> alerts() {
            return List.of();
        }

        @Override
        public List<SummaryKey> subjects() {
            return List.of(subject);
        }
    }

    /** What is wanted of a window, at least one thing. What is left out is any. */
    record Counts(Optional<Bound> ratio, OptionalLong good, OptionalLong total) {

        /** Whether these integers are what is wanted; a window without events has no ratio, so it meets no bound. */
        boolean areMetBy(long actualGood, long actualTotal) {
            return (good.isEmpty() || good.getAsLong() == actualGood)
                    && (total.isEmpty() || total.getAsLong() == actualTotal)
                    && (ratio.isEmpty() || (actualTotal > 0 && ratio.get().isMetBy(actualGood, actualTotal)));
        }
    }

    /**
     * A bound on good ÷ total, exact.
     *
     * @param isBelow strictly below the share; otherwise at least the share
     * @param share in (0, 1]
     * @param written as it stands in the test
     */
    record Bound(boolean isBelow, Ratio share, String written) {
        private boolean isMetBy(long good, long total) {
            return share.complement().isExceededBy(total - good, total) == isBelow;
        }
    }

    /** One change; severity and reason are any where they are empty. */
    record Change(
            long atMs,
            AlertTransition.Kind state,
            Optional<Severity> severity,
            Optional<AlertTransition.Reason> reason) {}
}
