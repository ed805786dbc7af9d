// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.testkit.Telemetry;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped objectives through the topology: when they fire, when they nearly do, and what silence does. Each time is
 * derived in the comment above it; an event at 00:31:30 lies in the pane that ends at 00:31:35.
 */
class ShippedSlosTest {
    @TempDir
    private Path stateDir;

    /**
     * Two evaluations a minute, failing from 01:00. The hour's old edge falls on whole minutes: at 01:09:00 it holds 120
     * of which 18 failed, 85 % exactly, which is not below; at 01:09:05 19 of 121.
     */
    private static Timeline redBar() {
        return Timeline.of("correctness.yaml")
                .from("00:00", "01:00")
                .every("00:00:30", evaluation("math", true))
                .from("01:00", "01:45")
                .every("00:00:30", evaluation("math", false));
    }

    @Test
    void shouldTurnTheOutcomeBarRedAfterHalfAnHourBelowTheBar() {
        // The failures leave two a minute: at 02:36:00 the hour holds the 18 since 01:36:00, 85 % exactly.
        redBar().from("01:45", "03:00")
                .every("00:00:30", evaluation("math", true))
                .playUntil("02:59", stateDir)
                .expect("OutcomeBarRed", "math")
                .pending("01:09:05")
                .firing("01:39:05")
                .resolved("02:36:00")
                .andNoMore();
    }

    @Test
    void shouldNotTurnRedWhenTheHoldIsBrokenOneBoundaryBeforeItsEnd() {
        // A thousand good ones in the pane that ends at 01:39:00.
        redBar().at("01:38:55", 1_000, evaluation("math", true))
                .playUntil("01:44", stateDir)
                .expect("OutcomeBarRed", "math")
                .pending("01:09:05")
                .cancelled("01:39:00")
                .andNoMore();
    }

    @Test
    void shouldNotTurnRedWhenTheHoldIsBrokenAtItsVeryEnd() {
        redBar().at("01:39:04.999", 1_000, evaluation("math", true))
                .playUntil("01:44", stateDir)
                .expect("OutcomeBarRed", "math")
                .pending("01:09:05")
                .cancelled("01:39:05")
                .andNoMore();
    }

    @Test
    void shouldTurnRedWhenTheHoldIsBrokenOneBoundaryTooLate() {
        redBar().at("01:39:05", 1_000, evaluation("math", true))
                .playUntil("01:44", stateDir)
                .expect("OutcomeBarRed", "math")
                .pending("01:09:05")
                .firing("01:39:05")
                .resolved("01:39:10")
                .andNoMore();
    }

    @Test
    void shouldStayRedThroughSilence() {
        // The last evaluation is at 01:44:30, so the hour is empty from 02:45:00 on; one good one ends it at 05:00:05.
        Played played = redBar().at("05:00", evaluation("math", true)).playUntil("05:30", stateDir);

        played.expect("OutcomeBarRed", "math")
                .pending("01:09:05")
                .firing("01:39:05")
                .noData("02:45:00")
                .resolved("05:00:05")
                .andNoMore();
        // Nothing else moved the clock between 01:44:30 and 05:00.
        assertThat(played.ticks()).hasSizeGreaterThan(2_000);
    }

    /** Two probes a minute, failing from 00:30: at 00:31:35 the quarter of an hour holds 30, and 4 failed. */
    private static Timeline failingCanary(String until) {
        return Timeline.of("canary-15m.yaml")
                .from("00:00", "00:30")
                .every("00:00:30", canary("math", true))
                .from("00:00", "02:00")
                .every("00:00:30", canary("code", true))
                .from("00:30", until)
                .every("00:00:30", canary("math", false));
    }

    @Test
    void shouldPageOnTheFourthFailedProbeAndKeepFiringForFiveMinutes() {
        // Clear once 3 of 30 are left, those since 00:38:30: the window of 00:53:05 begins after 00:38:00.
        Played played = failingCanary("00:40")
                .from("00:40", "02:00")
                .every("00:00:30", canary("math", true))
                .playUntil("01:59", stateDir);

        played.expect("CanaryFailing", "math")
                .firing("00:31:35")
                .resolved("00:58:05")
                .andNoMore();
        played.expect("CanaryFailing", "code").andNoMore();
    }

    @Test
    void shouldNotPageOnThreeFailedProbesOfThirty() {
        failingCanary("00:31:30")
                .from("00:31:30", "02:00")
                .every("00:00:30", canary("math", true))
                .playUntil("01:59", stateDir)
                .expect("CanaryFailing", "math")
                .andNoMore();
    }

    @Test
    void shouldFreezeTheTimeToKeepFiringWhileProbesAreSilent() {
        // Clear at 00:54:35, when the last failed probe (00:39:30) has left; empty at 00:56:35, when the last good one
        // (00:41:30) has. 1 m 55 s of the five minutes are gone then; the rest runs from 01:20:00.
        failingCanary("00:40")
                .from("00:40", "00:42")
                .every("00:00:30", canary("math", true))
                .from("01:20", "02:00")
                .every("00:00:30", canary("math", true))
                .playUntil("01:59", stateDir)
                .expect("CanaryFailing", "math")
                .firing("00:31:35")
                .noData("00:56:35")
                .resolved("01:23:05")
                .andNoMore();
    }

    /** Six requests a minute, slow from 01:10 on; only the fastest tier (1h and 5m, above 14.4 %) has its coverage. */
    private static Timeline slowRequests(String until) {
        return Timeline.of("ttft.yaml")
                .from("00:00", "01:10")
                .every("00:00:10", request("math", 200))
                .from("01:10", until)
                .every("00:00:10", request("math", 900))
                .from(until, "02:00")
                .every("00:00:10", request("math", 200));
    }

    @Test
    void shouldPageWhenTheFirstTokenBurnsTheBudget() {
        // Over 1 % of all (5 of 425 at 01:10:45) is the slowest tier's bound, which lacks coverage. 53 of 365 at
        // 01:18:45 are above 14.4 %; 52 of 364 were not. Over when 5 minutes hold 4: those since 01:24:20. What the
        // slowest tier would say is told again, a boundary later, since there is one transition a boundary.
        Played played = slowRequests("01:25").playUntil("01:29:30", stateDir);

        played.expect("google-30d", "math")
                .suppressed("01:10:45")
                .firing("01:18:45")
                .resolved("01:29:15")
                .suppressed("01:29:20")
                .andNoMore();
        assertThat(played.alerts().get(0).get("severity")).hasToString("page");
    }

    @Test
    void shouldPageOnFiftyTwoSlowRequestsOnceTheHourHasLostItsOldestMinute() {
        // 52 of 360 at 01:19:00, and of 362 at 01:19:15.
        slowRequests("01:18:40")
                .playUntil("01:19:30", stateDir)
                .expect("google-30d", "math")
                .suppressed("01:10:45")
                .firing("01:19:00")
                .resolved("01:19:15")
                .suppressed("01:19:20")
                .andNoMore();
    }

    @Test
    void shouldNotPageOnFiftyOneSlowRequests() {
        slowRequests("01:18:30")
                .playUntil("01:59", stateDir)
                .expect("google-30d", "math")
                .suppressed("01:10:45")
                .andNoMore();
    }

    static LongFunction<Telemetry> evaluation(String specialist, boolean passed) {
        return t -> Telemetry.evaluation(specialist, t, passed);
    }

    static LongFunction<Telemetry> canary(String specialist, boolean passed) {
        return t -> Telemetry.canary(specialist, t, passed);
    }

    static LongFunction<Telemetry> request(String specialist, double ttftMs) {
        return t -> Telemetry.request(specialist, t, 200, Optional.of(ttftMs), false);
    }
}
