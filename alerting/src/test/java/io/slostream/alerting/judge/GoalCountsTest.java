// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.definition.Goal;
import io.slostream.alerting.definition.Measure;
import io.slostream.alerting.definition.Window.CalendarMonth;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoalCountsTest {
    private static final long DAY = 24L * 3_600_000;
    private static final CalendarMonth UTC = new CalendarMonth(ZoneId.of("UTC"));
    /** April has 30 days. */
    private static final long APRIL = Instant.parse("2026-04-01T00:00:00Z").toEpochMilli();

    private static final Measure EVENTS = new Measure.Share(List.of(), false);
    private static final Measure SUM = new Measure.Sum("cost_micro_usd");

    @Test
    void shouldNeverShowMoreGoodThanTotal() {
        Goal share = Goal.Share.of(Ratio.of("0.9"), DAY);
        Measure rate = new Measure.Amounts("prefix_cache_hits", "prefix_cache_lookups", false);
        WindowCounts counts = GoalCounts.of(share, rate, new Counts(30, 20, APRIL, DAY));

        assertThat(counts.good(0)).isEqualTo(20);
        assertThat(counts.total(0)).isEqualTo(20);
        assertThat(GoalCounts.of(share, rate, new Counts(-3, 0, APRIL, DAY)).good(0))
                .as("bad ones that came before their total")
                .isZero();
    }

    @Test
    void shouldTakeAnAbsentEventForBad() {
        Goal fresh = new Goal.Freshness(7 * DAY);

        assertThat(text(GoalCounts.of(fresh, EVENTS, new Counts(0, 0, APRIL, 7 * DAY))))
                .isEqualTo("0/1");
        assertThat(text(GoalCounts.of(fresh, EVENTS, new Counts(0, 5, APRIL, 7 * DAY))))
                .as("five that missed their floor")
                .isEqualTo("0/1");
        assertThat(text(GoalCounts.of(fresh, EVENTS, new Counts(2, 5, APRIL, 7 * DAY))))
                .isEqualTo("1/1");
    }

    /** A month of 9,000 to 12,000, looked at pro rata from the third day on: 300 to 400 a day. */
    @ParameterizedTest(name = "{0} after {1} days: {2}")
    @CsvSource({
        "0, 10, 0/0",
        "1, 2, 1/1",
        "-1, 2, 0/0",
        "-1, 10, 0/0",
        "3000, 2, 3000/3000",
        "3000, 10, 3000/3000",
        "4000, 10, 4000/4000",
        "4001, 10, 4000/4001",
        "2999, 10, 2999/3000",
        "1, 3, 1/900",
        "12000, 2, 12000/12000",
        "12001, 2, 12000/12001",
        "12500, 30, 12000/12500",
        "9000, 30, 9000/9000",
        "8999, 30, 8999/9000",
    })
    void shouldCountWhatLiesOutsideTheBand(long sum, long days, String expected) {
        Goal band = new Goal.SpendBand(UTC, 9_000, 12_000, 3 * DAY);

        assertThat(text(GoalCounts.of(band, SUM, new Counts(sum, sum, APRIL, days * DAY))))
                .isEqualTo(expected);
    }

    @Test
    void shouldKnowTheLengthOfItsMonth() {
        long february = Instant.parse("2026-02-01T00:00:00Z").toEpochMilli();
        Goal band = new Goal.SpendBand(UTC, 0, 2_800, 3 * DAY);

        assertThat(text(GoalCounts.of(band, SUM, new Counts(1_001, 1_001, february, 10 * DAY))))
                .isEqualTo("1000/1001");
    }

    private static String text(WindowCounts counts) {
        return counts.good(0) + "/" + counts.total(0);
    }

    /** One window. */
    private record Counts(long good, long total, long startMs, long lengthMs) implements WindowCounts {
        @Override
        public long good(int window) {
            return good;
        }

        @Override
        public long total(int window) {
            return total;
        }

        @Override
        public long coveredMs(int window) {
            return lengthMs;
        }

        @Override
        public long startMs(int window) {
            return startMs;
        }

        @Override
        public long lengthMs(int window) {
            return lengthMs;
        }
    }
}
