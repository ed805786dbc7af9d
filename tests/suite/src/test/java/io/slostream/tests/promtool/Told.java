// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.promtool;

import io.slostream.alerting.state.AlertTransition;
import io.slostream.topology.judge.Verdict;
import java.util.Arrays;

/**
 * What the engine told of one alert, as the series {@code ALERTS} and {@code ALERTS_FOR_STATE} that Prometheus would have
 * written: made of transitions alone, by minute after the start.
 *
 * @param state pending, firing, or null when inactive
 * @param startedMinute {@code started_at}, meaningless when inactive
 */
record Told(String[] state, long[] startedMinute) {

    Told(int minutes) {
        this(new String[minutes + 1], new long[minutes + 1]);
    }

    /** What was told holds until something else is. */
    void add(Verdict verdict) {
        AlertTransition transition = verdict.transition();
        int from = minute(transition.atMs());
        switch (transition.kind()) {
            case PENDING, FIRING -> {
                Arrays.fill(state, from, state.length, transition.kind().word());
                Arrays.fill(startedMinute, from, state.length, minute(transition.startedAtMs()));
            }
            case RESOLVED, CANCELLED -> Arrays.fill(state, from, state.length, null);
            default -> {} // for the audit: the state is as it was
        }
    }

    boolean fires(int minute) {
        return "firing".equals(state[minute]);
    }

    /** How often it began to fire. */
    long firings() {
        long count = 0;
        for (int minute = 1; minute < state.length; minute++) {
            count += fires(minute) && !fires(minute - 1) ? 1 : 0;
        }
        return count;
    }

    private static int minute(long timeMs) {
        return (int) ((timeMs - Timeline.T0) / Timeline.MINUTE);
    }
}
