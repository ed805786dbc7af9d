// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import io.slostream.alerting.budget.Ratio;
import java.util.List;
import java.util.Optional;

/** What an SLO promises about the counts of its SLI, and over which stretches of time. */
public sealed interface Goal {

    /** Every window that the goal itself looks at; the first is the one that speaks for the SLO. */
    List<Window> periods();

    /** Share of events that may be bad, in (0, 1); empty where there is no budget of events. */
    default Optional<Ratio> errorBudget() {
        return Optional.empty();
    }

    /**
     * At least this share of events is good.
     *
     * @param objective share of good events aimed at, in (0, 1)
     * @param periods one or more; burn rates of presets and time to exhaustion are those of the first
     */
    record Share(Ratio objective, List<Window> periods) implements Goal {
        public Share {
            periods = List.copyOf(periods);
        }

        /** One rolling period. */
        public static Share of(Ratio objective, long periodMs) {
            return new Share(objective, List.of(Window.of(periodMs)));
        }

        @Override
        public Optional<Ratio> errorBudget() {
            return Optional.of(objective.complement());
        }
    }

    /**
     * A good event came within a time. An absent one past it is bad, not unknown: that is what a deadline means.
     *
     * @param withinMs milliseconds, a multiple of the pane
     */
    record Freshness(long withinMs) implements Goal {
        @Override
        public List<Window> periods() {
            return List.of(Window.of(withinMs));
        }
    }

    /**
     * The sum over a calendar month lies in a band. Past {@code high} it is outside for certain; before the month's end
     * it is compared with the share of the band that has passed, once {@code proRataAfterMs} of the month have.
     *
     * @param month the month and its time zone
     * @param low least sum of a month, in the unit of the counter, 0 or more
     * @param high greatest sum of a month, above {@code low}
     * @param proRataAfterMs time from the beginning of a month in which only {@code high} is looked at
     */
    record SpendBand(Window.CalendarMonth month, long low, long high, long proRataAfterMs) implements Goal {
        @Override
        public List<Window> periods() {
            return List.of(month);
        }
    }
}
