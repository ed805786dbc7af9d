// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import io.slostream.alerting.definition.Durations;
import io.slostream.app.run.EngineConfig;
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
        return gridOf(text, TimeGrid.DEFAULT);
    }

    /**
     * The configuration with the interval of an option in place of the file's.
     *
     * @param text the option, null when it was not given
     * @throws UsageException as {@link #gridOf}
     */
    static EngineConfig in(EngineConfig config, String text) {
        return text == null
                ? config
                : config.withEvaluationInterval(
                        gridOf(text, config.profile().grid()).evaluationIntervalMs());
    }

    private static TimeGrid gridOf(String text, TimeGrid grid) {
        String option = "--evaluation-interval " + text;
        long intervalMs;
        try {
            intervalMs = Durations.parseMs(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(option + " " + e.getMessage(), e);
        }
        try {
            return grid.withEvaluationInterval(intervalMs);
        } catch (IllegalArgumentException e) {
            throw new UsageException(option + ": " + e.getMessage(), e);
        }
    }
}
