// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import io.slostream.alerting.definition.Goal;
import io.slostream.alerting.definition.Measure;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.judge.GoalCounts;
import io.slostream.alerting.judge.WindowCounts;
import io.slostream.topology.window.SloMask;

/**
 * The windows of a series as the goal of an SLO sees them under exclusions. Shares and spend see what is left; a window
 * of which nothing is left has no data. Freshness sees every good event, also one that is masked, but while the boundary
 * lies in an exclusion nobody is late: there is no data.
 */
final class MaskedCounts {
    private MaskedCounts() {}

    /** Whether exclusions take counts from an SLO. */
    static boolean areMasked(SloDefinition slo) {
        return !(slo.goal() instanceof Goal.Freshness);
    }

    static WindowCounts of(SloDefinition slo, WindowCounts windows, SloMask mask) {
        Measure measure = slo.indicator().measure();
        return areMasked(slo)
                ? GoalCounts.of(slo.goal(), measure, mask)
                : new Paused(GoalCounts.of(slo.goal(), measure, windows), mask);
    }

    /** Counts, or nothing while the boundary lies in an exclusion. */
    private record Paused(WindowCounts counts, SloMask mask) implements WindowCounts {
        @Override
        public long good(int window) {
            return mask.isExcludedNow() ? 0 : counts.good(window);
        }

        @Override
        public long total(int window) {
            return mask.isExcludedNow() ? 0 : counts.total(window);
        }

        @Override
        public long coveredMs(int window) {
            return counts.coveredMs(window);
        }

        @Override
        public long startMs(int window) {
            return counts.startMs(window);
        }

        @Override
        public long lengthMs(int window) {
            return counts.lengthMs(window);
        }
    }
}
