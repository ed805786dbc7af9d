// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.judge;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.Tier;
import io.slostream.alerting.definition.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Judges the tiers of one alert: counts in, one {@link Condition} a tier out. Ratio bounds and burn tiers are the same
 * arithmetic, {@code bad ÷ total > limit} in exact integers (SRE Workbook ch. 5 for the pairing of windows).
 *
 * <p>Precedence within a tier: a window that has events and stays within its bound decides (not met); else a window
 * without events leaves it open (no data, and whether covered); else the gates are asked in the order coverage, events,
 * bad events.
 */
public final class AlertJudge {
    private final AlertDefinition alert;
    private final int[][] windowOfBound;
    private final Ratio[][] limitOfBound;
    /** Least coverage of each window, milliseconds, rounded up. */
    private final long[][] coverageOfBoundMs;
    /** Share of a window that may be uncovered. */
    private final Ratio uncoveredLimit;

    /**
     * @param alert the alert to judge
     * @param windowNumber from a window to the number that {@link WindowCounts} knows it by
     */
    public AlertJudge(AlertDefinition alert, ToIntFunction<Window> windowNumber) {
        this.alert = alert;
        int tiers = alert.tiers().size();
        windowOfBound = new int[tiers][];
        limitOfBound = new Ratio[tiers][];
        coverageOfBoundMs = new long[tiers][];
        uncoveredLimit = alert.minimumCoverage().complement();
        for (int tier = 0; tier < tiers; tier++) {
            List<Tier.Bound> bounds = alert.tiers().get(tier).bounds();
            windowOfBound[tier] = bounds.stream()
                    .mapToInt(bound -> windowNumber.applyAsInt(bound.window()))
                    .toArray();
            limitOfBound[tier] = bounds.stream().map(Tier.Bound::limit).toArray(Ratio[]::new);
            coverageOfBoundMs[tier] = bounds.stream()
                    .mapToLong(bound -> alert.minimumCoverage().timesRoundedUp(bound.windowMs()))
                    .toArray();
        }
    }

    /** The alert that is judged. */
    public AlertDefinition alert() {
        return alert;
    }

    /** Windows that the alert looks at, long before short and in tier order, each once. */
    public static List<Window> windowsOf(AlertDefinition alert) {
        List<Window> windows = new ArrayList<>();
        for (Tier tier : alert.tiers()) {
            for (Tier.Bound bound : tier.bounds()) {
                if (!windows.contains(bound.window())) {
                    windows.add(bound.window());
                }
            }
        }
        return windows;
    }

    /** The condition of one tier; cost is a handful of multiplications, whatever the window's length. */
    public Condition condition(int tier, WindowCounts counts) {
        int[] windows = windowOfBound[tier];
        boolean noData = false;
        for (int bound = 0; bound < windows.length; bound++) {
            long total = counts.total(windows[bound]);
            if (total == 0) {
                noData = true;
            } else if (!limitOfBound[tier][bound].isExceededBy(total - counts.good(windows[bound]), total)) {
                return Condition.NOT_MET;
            }
        }
        if (noData) {
            return isCovered(windows, counts) ? Condition.NO_DATA : Condition.NO_DATA_UNCOVERED;
        }
        return gate(windows, counts);
    }

    /**
     * A time before which a tier cannot become covered, however the time passes, milliseconds after the boundary of the
     * counts; 0 when nothing is known to be missing. A window's coverage grows by no more than the time that passes, and
     * no window is shorter than its name says.
     */
    public long uncoveredForMs(int tier, WindowCounts counts) {
        long longest = 0;
        int[] windows = windowOfBound[tier];
        for (int bound = 0; bound < windows.length; bound++) {
            longest = Math.max(longest, coverageOfBoundMs[tier][bound] - counts.coveredMs(windows[bound]));
        }
        return longest;
    }

    private boolean isCovered(int[] windows, WindowCounts counts) {
        for (int window : windows) {
            long uncovered = counts.lengthMs(window) - counts.coveredMs(window);
            if (uncoveredLimit.isExceededBy(uncovered, counts.lengthMs(window))) {
                return false;
            }
        }
        return true;
    }

    private Condition gate(int[] windows, WindowCounts counts) {
        if (!isCovered(windows, counts)) {
            return Condition.MET_UNCOVERED;
        }
        for (int window : windows) {
            if (counts.total(window) < alert.minimumEvents()) {
                return Condition.MET_FEW_EVENTS;
            }
        }
        for (int window : windows) {
            if (counts.total(window) - counts.good(window) < alert.minimumBadEvents()) {
                return Condition.MET_FEW_BAD_EVENTS;
            }
        }
        return Condition.MET;
    }
}
