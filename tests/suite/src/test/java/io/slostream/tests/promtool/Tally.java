// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.promtool;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.testkit.oracle.OracleAlert;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** What a comparison was about, so that it is known to have been about something. */
final class Tally {
    private final Set<OracleAlert.Tier> drawn = new HashSet<>();
    private final Set<OracleAlert.Tier> fired = new HashSet<>();
    private long firings;
    private long alertMinutes;
    private long silentMinutes;
    private long equalities;

    void add(Timeline timeline, List<Told> told) {
        int minutes = timeline.total().length;
        silentMinutes += IntStream.range(0, minutes)
                .filter(minute -> timeline.total()[minute] == 0)
                .count();
        for (int number = 0; number < told.size(); number++) {
            OracleAlert.Tier tier = timeline.slo().alerts().get(number).tiers().get(0);
            drawn.add(tier);
            alertMinutes += minutes;
            firings += told.get(number).firings();
            if (told.get(number).firings() > 0) {
                fired.add(tier);
            }
            equalities += IntStream.rangeClosed(1, minutes)
                    .filter(minute -> isDecidedByEquality(timeline, tier, minute))
                    .count();
        }
    }

    void assertThatItMeansSomething(int seeds) {
        assertThat(drawn).as("bounds and pairs").hasSameSizeAs(Conditions.ALL);
        assertThat(fired).as("those that fired").hasSizeGreaterThan(Conditions.ALL.size() * 3 / 4);
        assertThat(firings).as("firing intervals").isGreaterThan(5L * seeds);
        assertThat(equalities).as("alert minutes decided by equality").isGreaterThan(50L * seeds);
        assertThat(silentMinutes).as("silent minutes").isGreaterThan(20L * seeds);
    }

    @Override
    public String toString() {
        return alertMinutes + " alert minutes and " + firings + " firing intervals compared, " + equalities
                + " of the minutes decided by equality, " + silentMinutes + " silent minutes, " + fired.size() + " of "
                + drawn.size() + " bounds and pairs fired";
    }

    /** One window is exactly at the limit and none is below: taken for exceeded, the condition would hold. */
    private static boolean isDecidedByEquality(Timeline timeline, OracleAlert.Tier tier, int minute) {
        boolean isEqual = false;
        for (long window : tier.windowsMs()) {
            long[] sums = timeline.window(window, minute);
            int compared =
                    BigDecimal.valueOf(sums[0]).compareTo(Conditions.limit(tier).multiply(BigDecimal.valueOf(sums[1])));
            if (sums[1] == 0 || compared < 0) {
                return false;
            }
            isEqual |= compared == 0;
        }
        return isEqual;
    }
}
