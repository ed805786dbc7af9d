// SPDX-License-Identifier: Apache-2.0
package io.slostream.dashboards.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.definition.Category;
import io.slostream.alerting.definition.Dashboard;
import io.slostream.alerting.definition.FieldMatcher;
import io.slostream.alerting.definition.Goal;
import io.slostream.alerting.definition.Indicator;
import io.slostream.alerting.definition.Operator;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.definition.Window;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowHistoryTest {
    private static final long MINUTE = 60_000;
    private static final long T0 = 1_767_571_200_000L; // 2026-01-05T00:00:00Z
    private static final Window FIVE = Window.of(5 * MINUTE);

    private final MinuteLog log = new MinuteLog();

    private static SloDefinition slo(Goal goal) {
        Indicator indicator = Indicator.share(
                TelemetryKind.CANARY,
                List.of(),
                List.of(new FieldMatcher("passed", Operator.EQUALS, new FieldMatcher.Flag(true))),
                false,
                false);
        return new SloDefinition("canary", "me", Dashboard.SERVING, Category.SLO, "", indicator, goal, List.of());
    }

    private WindowHistory history(long knownToMinute) {
        return history(Goal.Share.of(Ratio.of("0.9"), 3_600_000), knownToMinute);
    }

    private WindowHistory history(Goal goal, long knownToMinute) {
        return new WindowHistory(slo(goal), log, (window, at) -> at - window.nominalMs(), T0 + knownToMinute * MINUTE);
    }

    private void minute(String series, long version, long minute, long good, long total, double coverage) {
        log.counts(series, version, T0 + minute * MINUTE, T0 + (minute + 1) * MINUTE, good, total, coverage);
    }

    private static Optional<WindowHistory.Reading> at(WindowHistory history, Window window, long minute) {
        return history.reading(window, T0 + minute * MINUTE);
    }

    @Test
    void shouldDivideOnceAtTheEnd() {
        for (int minute = 0; minute < 5; minute++) {
            minute("a", 1, minute, 2, 3, 1);
        }

        WindowHistory.Reading reading = at(history(5), FIVE, 5).orElseThrow();

        assertThat(reading.ratio()).isEqualTo(2.0 / 3); //                10 ÷ 15
        assertThat(reading.burn()).contains(10.0 / 3); //                 (5 ÷ 15) ÷ (1 ÷ 10)
    }

    @Test
    void shouldAddWhatCameLate() {
        for (int minute = 0; minute < 5; minute++) {
            minute("a", 1, minute, 1, 1, 1);
        }
        // Two minutes after its record the second minute gets one more event, which was bad.
        log.counts("a", 1, T0 + MINUTE, T0 + 4 * MINUTE, 0, 1, 1);

        assertThat(at(history(5), FIVE, 5).orElseThrow().ratio()).isEqualTo(5.0 / 6);
        assertThat(history(5).steps(T0, T0 + 5 * MINUTE, MINUTE))
                .element(1)
                .isEqualTo(new WindowHistory.Step(T0 + 2 * MINUTE, Optional.of(new WindowHistory.Counts(1, 2)), 1));
    }

    @Test
    void shouldCountASilentMinuteAsCovered() {
        minute("a", 1, 0, 1, 1, 1); // then silence, which leaves no records

        assertThat(at(history(5), FIVE, 5))
                .hasValueSatisfying(r -> assertThat(r.ratio()).isEqualTo(1));
        assertThat(history(5).steps(T0, T0 + 2 * MINUTE, MINUTE))
                .last()
                .isEqualTo(new WindowHistory.Step(T0 + 2 * MINUTE, Optional.empty(), 1));
        assertThat(at(history(6), FIVE, 6)).as("no event is in it").isEmpty();
    }

    @Test
    void shouldSayNothingOfWhatIsNotCoveredOrNotKnown() {
        minute("a", 1, 0, 1, 1, 0.4); //          counting began in it
        for (int minute = 1; minute < 10; minute++) {
            minute("a", 1, minute, 1, 1, 1);
        }

        // 4.4 of 5 minutes is less than nine tenths
        assertThat(at(history(10), FIVE, 5)).isEmpty();
        assertThat(at(history(10), FIVE, 6)).isPresent();
        assertThat(at(history(10), Window.of(10 * MINUTE), 10)).as("9.4 of 10").isPresent();
        assertThat(at(history(9), FIVE, 10)).as("not judged yet").isEmpty();
        assertThat(history(9).steps(T0, T0 + 10 * MINUTE, 5 * MINUTE))
                .extracting(WindowHistory.Step::coverage)
                .containsExactly(0.88, 0.8);
    }

    @Test
    void shouldNotMixWhatWasCountedBeforeARedefinition() {
        for (int minute = 0; minute < 20; minute++) {
            minute("old", 1, minute, 0, 10, 1);
        }
        for (int minute = 10; minute < 20; minute++) { // both are counted for a while
            minute("new", 2, minute, 10, 10, 1);
        }

        WindowHistory history = history(20);

        assertThat(at(history, FIVE, 10).orElseThrow().ratio()).isZero();
        assertThat(at(history, FIVE, 12)).as("two minutes of the new series").isEmpty();
        assertThat(at(history, FIVE, 15).orElseThrow().ratio()).isEqualTo(1);
        assertThat(history.steps(T0, T0 + 20 * MINUTE, MINUTE))
                .extracting(step -> step.counts().orElseThrow().good())
                .startsWith(0L)
                .endsWith(10L)
                .containsOnly(0L, 10L);
    }

    @Test
    void shouldGiveWholeMinutesUpToThreeDays() {
        assertThat(WindowHistory.isGiven(FIVE)).isTrue();
        assertThat(WindowHistory.isGiven(Window.of(30_000))).isFalse();
        assertThat(WindowHistory.isGiven(Window.of(90_000))).isFalse();
        assertThat(WindowHistory.isGiven(Window.of(WindowHistory.LONGEST_MS))).isTrue();
        assertThat(WindowHistory.isGiven(Window.of(WindowHistory.LONGEST_MS + MINUTE)))
                .isFalse();
        assertThat(WindowHistory.isGiven(new Window.CalendarMonth(ZoneId.of("UTC"))))
                .isFalse();
    }

    @Test
    void shouldSeeCountsAsTheGoalDoes() {
        minute("a", 1, 0, 1, 1, 1);

        WindowHistory freshness = history(new Goal.Freshness(5 * MINUTE), 20);

        assertThat(at(freshness, FIVE, 5).orElseThrow()).isEqualTo(new WindowHistory.Reading(1, Optional.empty()));
        assertThat(at(freshness, FIVE, 6).orElseThrow().ratio()).as("too old").isZero();
    }

    @Test
    void shouldMakeStepsOfWholeMinutes() {
        assertThat(WindowHistory.stepMs(T0, T0 + 1_500 * MINUTE, 1_500)).isEqualTo(MINUTE);
        assertThat(WindowHistory.stepMs(T0, T0 + 1_501 * MINUTE, 1_500)).isEqualTo(2 * MINUTE);
        assertThat(WindowHistory.stepMs(T0, T0 + 35 * 1_440 * MINUTE, 1_500)).isEqualTo(34 * MINUTE);
        assertThat(WindowHistory.stepMs(T0, T0, 1_500)).isEqualTo(MINUTE);
        assertThat(history(1).steps(T0 + 1, T0 + 3 * MINUTE - 1, MINUTE))
                .extracting(WindowHistory.Step::atMs)
                .containsExactly(T0 + 2 * MINUTE);
    }

    private record Event(long minute, long good, long total) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldBeTheSumOfTheEventsInTheWindow(long seed) {
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<Event> events = new ArrayList<>();
        long first = random.nextInt(20);
        double firstCoverage = random.nextInt(1, 61) / 60.0;
        for (long minute = first; minute < 400; minute++) {
            if (minute > first && random.nextInt(4) == 0) {
                continue; // silence
            }
            for (int part = random.nextInt(1, 4); part > 0; part--) {
                long total = random.nextInt(1_000_000);
                Event event = new Event(minute, random.nextLong(total + 1), total);
                events.add(event);
                minute("a", 1, minute, event.good, event.total, minute == first ? firstCoverage : 1);
            }
        }
        WindowHistory history = history(400);

        for (int i = 0; i < 2_000; i++) {
            long length = random.nextInt(1, 200);
            long end = random.nextInt(0, 402);
            long start = end - length;
            long good = 0;
            long total = 0;
            for (Event event : events) {
                if (event.minute >= start && event.minute < end) {
                    good += event.good;
                    total += event.total;
                }
            }
            double covered =
                    Math.max(0, end - Math.max(start, first + 1)) + (start <= first && first < end ? firstCoverage : 0);
            boolean isSaid = end <= 400 && total > 0 && Math.round(covered * MINUTE) * 10 >= length * MINUTE * 9;

            Optional<WindowHistory.Reading> reading = at(history, Window.of(length * MINUTE), end);

            assertThat(reading.isPresent()).as("%s minutes to %s", length, end).isEqualTo(isSaid);
            if (isSaid) {
                assertThat(reading.get().ratio()).isEqualTo(new Ratio(good, total).toDouble());
            }
        }
    }
}
