// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import io.slostream.alerting.definition.Durations;
import io.slostream.topology.TimeGrid;

/** The option {@code --evaluation-interval}, the same for every command. */
final class EvaluationInterval {
    private EvaluationInterval() {}

    /**
     * The time grid with verdicts at this distance.
     *
     * @throws UsageException when the text is no duration, or no positive multiple of the pane
     */
    static TimeGrid gridOf(String text) {
        String option = "--evaluation-interval " + text;
        long intervalMs;
        try {
            intervalMs = Durations.parseMs(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(option + " " + e.getMessage(), e);
        }
        try {
            return TimeGrid.DEFAULT.withEvaluationInterval(intervalMs);
        } catch (IllegalArgumentException e) {
            throw new UsageException(option + ": " + e.getMessage(), e);
        }
    }
}
