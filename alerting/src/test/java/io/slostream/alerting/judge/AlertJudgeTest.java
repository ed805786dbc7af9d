// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.judge;

import static io.slostream.alerting.AlertFixtures.HOUR;
import static io.slostream.alerting.AlertFixtures.MINUTE;
import static io.slostream.alerting.AlertFixtures.gated;
import static io.slostream.alerting.AlertFixtures.tier;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.Severity;
import io.slostream.alerting.definition.Tier;
import io.slostream.alerting.definition.Window;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertJudgeTest {
    private static final long SHORT = 5 * MINUTE;
    private static final Ratio LIMIT = Ratio.of("0.15");
    private static final Tier ONE_WINDOW = tier(Severity.PAGE, new Tier.Bound(HOUR, LIMIT));
    private static final Tier TWO_WINDOWS =
            tier(Severity.PAGE, new Tier.Bound(HOUR, LIMIT), new Tier.Bound(SHORT, LIMIT));

    @ParameterizedTest
    @CsvSource({
        "15, 100, NOT_MET", // exactly at the bound: not below it
        "16, 100, MET",
        "150000000000000001, 1000000000000000000, MET",
        "150000000000000000, 1000000000000000000, NOT_MET",
        "0, 1, NOT_MET",
        "1, 1, MET",
        "0, 0, NO_DATA",
    })
    void shouldCompareOneWindowStrictly(long bad, long total, Condition expected) {
        AlertJudge judge = judge(gated(0, 0, "0.9", ONE_WINDOW));

        assertThat(judge.condition(0, new Counts().full(HOUR, bad, total))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        // long bad/total, short bad/total
        "16, 100,  16, 100, MET",
        "16, 100,  15, 100, NOT_MET",
        "15, 100,  16, 100, NOT_MET",
        "15, 100,  15, 100, NOT_MET",
        "16, 100,   0,   0, NO_DATA",
        "15, 100,   0,   0, NOT_MET", // the long window decides, the short one need not be known
        " 0,   0,  16, 100, NO_DATA",
        " 0,   0,  15, 100, NOT_MET",
        " 0,   0,   0,   0, NO_DATA",
    })
    void shouldAndTwoWindowsInThreeValues(
            long badLong, long totalLong, long badShort, long totalShort, Condition expected) {
        AlertJudge judge = judge(gated(0, 0, "0.9", TWO_WINDOWS));
        Counts counts = new Counts().full(HOUR, badLong, totalLong).full(SHORT, badShort, totalShort);

        assertThat(judge.condition(0, counts)).isEqualTo(expected);
    }

    @Test
    void shouldAskTheGatesInOrderOfCoverageEventsAndBadEvents() {
        AlertJudge judge = judge(gated(50, 20, "0.9", ONE_WINDOW));

        // total 40 of 50, bad 10 of 20, coverage a half: every gate is shut
        assertThat(judge.condition(0, new Counts().add(HOUR, 10, 40, HOUR / 2))).isEqualTo(Condition.MET_UNCOVERED);
        assertThat(judge.condition(0, new Counts().add(HOUR, 10, 40, HOUR))).isEqualTo(Condition.MET_FEW_EVENTS);
        assertThat(judge.condition(0, new Counts().add(HOUR, 10, 50, HOUR))).isEqualTo(Condition.MET_FEW_BAD_EVENTS);
        assertThat(judge.condition(0, new Counts().add(HOUR, 20, 50, HOUR))).isEqualTo(Condition.MET);
    }

    @Test
    void shouldDecideNotMetAndNoDataBeforeAnyGate() {
        AlertJudge judge = judge(gated(50, 20, "0.9", TWO_WINDOWS));

        assertThat(judge.condition(0, new Counts().add(HOUR, 1, 40, 0).add(SHORT, 1, 1, 0)))
                .isEqualTo(Condition.NOT_MET);
        assertThat(judge.condition(0, new Counts().full(HOUR, 40, 40).full(SHORT, 0, 0)))
                .isEqualTo(Condition.NO_DATA);
    }

    /** Whether silence is the series' or ours: all windows of the condition are asked, with and without events. */
    @ParameterizedTest
    @CsvSource({
        // covered minutes of the hour, of the five minutes
        "60, 5, NO_DATA",
        "54, 5, NO_DATA",
        "53, 5, NO_DATA_UNCOVERED",
        "60, 4, NO_DATA_UNCOVERED",
        " 0, 0, NO_DATA_UNCOVERED",
    })
    void shouldTellSilenceFromNotHavingCounted(long longMinutes, long shortMinutes, Condition expected) {
        AlertJudge judge = judge(gated(50, 20, "0.9", TWO_WINDOWS));
        Counts counts = new Counts().add(HOUR, 40, 40, longMinutes * MINUTE).add(SHORT, 0, 0, shortMinutes * MINUTE);

        assertThat(judge.condition(0, counts)).isEqualTo(expected);
    }

    /** Never too late: a series that rests until then must not miss the boundary at which it is covered. */
    @Test
    void shouldSayHowLongAtLeastATierIsNotCovered() {
        AlertJudge judge = judge(gated(0, 0, "0.9", TWO_WINDOWS));

        assertThat(judge.uncoveredForMs(0, new Counts().full(HOUR, 0, 0).full(SHORT, 0, 0)))
                .isZero();
        assertThat(judge.uncoveredForMs(0, new Counts().add(HOUR, 0, 0, 0).add(SHORT, 0, 0, 0)))
                .isEqualTo(54 * MINUTE);
        assertThat(judge.uncoveredForMs(
                        0, new Counts().add(HOUR, 0, 0, 50 * MINUTE).add(SHORT, 0, 0, 0)))
                .isEqualTo(270_000);
        assertThat(judge(gated(0, 0, "0.333333333333", ONE_WINDOW)).uncoveredForMs(0, new Counts().add(HOUR, 0, 0, 0)))
                .as("rounded up to a whole millisecond")
                .isEqualTo(20 * MINUTE);
    }

    @Test
    void shouldGateOnTheWorstOfItsWindows() {
        AlertJudge judge = judge(gated(50, 20, "0.9", TWO_WINDOWS));

        // the long window is fine each time, the short one is not
        assertThat(judge.condition(0, new Counts().full(HOUR, 90, 90).add(SHORT, 90, 90, SHORT / 2)))
                .isEqualTo(Condition.MET_UNCOVERED);
        assertThat(judge.condition(0, new Counts().full(HOUR, 90, 90).full(SHORT, 49, 49)))
                .isEqualTo(Condition.MET_FEW_EVENTS);
        assertThat(judge.condition(0, new Counts().full(HOUR, 90, 90).full(SHORT, 19, 90)))
                .isEqualTo(Condition.MET_FEW_BAD_EVENTS);
        // a later gate of the first window does not hide an earlier gate of the second
        assertThat(judge.condition(0, new Counts().full(HOUR, 10, 10).add(SHORT, 10, 10, 0)))
                .isEqualTo(Condition.MET_UNCOVERED);
    }

    @Test
    void shouldAcceptCoverageExactlyAtTheMinimum() {
        AlertJudge judge = judge(gated(0, 0, "0.9", ONE_WINDOW));

        assertThat(judge.condition(0, new Counts().add(HOUR, 1, 1, HOUR * 9 / 10)))
                .isEqualTo(Condition.MET);
        assertThat(judge.condition(0, new Counts().add(HOUR, 1, 1, HOUR * 9 / 10 - 1)))
                .isEqualTo(Condition.MET_UNCOVERED);
    }

    @Test
    void shouldAskForAllOrForNoCoverageAtTheEnds() {
        AlertJudge all = judge(gated(0, 0, "1", ONE_WINDOW));
        AlertJudge none = judge(gated(0, 0, "0", ONE_WINDOW));

        assertThat(all.condition(0, new Counts().add(HOUR, 1, 1, HOUR - 1))).isEqualTo(Condition.MET_UNCOVERED);
        assertThat(all.condition(0, new Counts().add(HOUR, 1, 1, HOUR))).isEqualTo(Condition.MET);
        assertThat(none.condition(0, new Counts().add(HOUR, 1, 1, 0))).isEqualTo(Condition.MET);
    }

    @Test
    void shouldJudgeEachTierByItsOwnBounds() {
        AlertJudge judge = judge(gated(
                0,
                0,
                "0.9",
                tier(Severity.PAGE, new Tier.Bound(HOUR, Ratio.of("0.5"))),
                tier(Severity.TICKET, new Tier.Bound(HOUR, Ratio.of("0.1")))));
        Counts counts = new Counts().full(HOUR, 30, 100);

        assertThat(judge.condition(0, counts)).isEqualTo(Condition.NOT_MET);
        assertThat(judge.condition(1, counts)).isEqualTo(Condition.MET);
    }

    @Test
    void shouldListWindowsInTierOrderEachOnce() {
        AlertDefinition alert = gated(
                0,
                0,
                "0.9",
                tier(Severity.PAGE, new Tier.Bound(HOUR, LIMIT), new Tier.Bound(SHORT, LIMIT)),
                tier(Severity.PAGE, new Tier.Bound(6 * HOUR, LIMIT), new Tier.Bound(30 * MINUTE, LIMIT)),
                tier(Severity.TICKET, new Tier.Bound(72 * HOUR, LIMIT), new Tier.Bound(6 * HOUR, LIMIT)));

        assertThat(AlertJudge.windowsOf(alert))
                .extracting(Window::nominalMs)
                .containsExactly(HOUR, SHORT, 6 * HOUR, 30 * MINUTE, 72 * HOUR);
    }

    private static AlertJudge judge(AlertDefinition alert) {
        return new AlertJudge(alert, window -> Counts.numberOf(window.nominalMs()));
    }

    /** Windows by number: 0 is the hour, 1 the short window. */
    private static final class Counts implements WindowCounts {
        private static final List<Long> LENGTHS = List.of(HOUR, SHORT);
        private final List<long[]> rows = new ArrayList<>(List.of(new long[3], new long[3]));

        static int numberOf(long lengthMs) {
            return LENGTHS.indexOf(lengthMs);
        }

        Counts full(long lengthMs, long bad, long total) {
            return add(lengthMs, bad, total, lengthMs);
        }

        Counts add(long lengthMs, long bad, long total, long coveredMs) {
            rows.set(numberOf(lengthMs), new long[] {total - bad, total, coveredMs});
            return this;
        }

        @Override
        public long good(int window) {
            return rows.get(window)[0];
        }

        @Override
        public long total(int window) {
            return rows.get(window)[1];
        }

        @Override
        public long coveredMs(int window) {
            return rows.get(window)[2];
        }

        @Override
        public long startMs(int window) {
            return 0;
        }

        @Override
        public long lengthMs(int window) {
            return LENGTHS.get(window);
        }
    }
}
