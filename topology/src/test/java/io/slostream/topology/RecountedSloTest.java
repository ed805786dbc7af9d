// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology;

import static io.slostream.topology.TopologyFixtures.HOUR;
import static io.slostream.topology.TopologyFixtures.MINUTE;
import static io.slostream.topology.TopologyFixtures.SECOND;
import static io.slostream.topology.TopologyFixtures.alert;
import static io.slostream.topology.TopologyFixtures.passed;
import static io.slostream.topology.TopologyFixtures.serving;
import static io.slostream.topology.TopologyFixtures.slo;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.Category;
import io.slostream.alerting.definition.Dashboard;
import io.slostream.alerting.definition.FieldMatcher;
import io.slostream.alerting.definition.FieldMatcher.Decimal;
import io.slostream.alerting.definition.Goal;
import io.slostream.alerting.definition.Indicator;
import io.slostream.alerting.definition.NoDataPolicy;
import io.slostream.alerting.definition.Operator;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.definition.Window;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.judge.SloStatus;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What becomes of an alert whose SLO counts something else from some record on. An event a second: none passes, all score
 * 0.9. The new version is adopted at second 120; an event may claim a time 60 s ahead, so what that counts is whole from
 * second 185 on, and nine tenths of its window of a minute are covered at the boundary of second 240. (The first one was
 * suppressed for that reason until second 55.)
 */
class RecountedSloTest {
    private static final long ADOPTED = 120;
    private static final long COVERED = 240;
    private static final long END = 300;

    @Test
    void shouldResolveWhatIsWellByTheNewCountOnceThatIsCovered() {
        assertThat(told(passed(), scored(), true))
                .containsExactly("5 suppressed", "55 pending", "65 firing", COVERED + " resolved");
    }

    @Test
    void shouldHoldWhatIsIllByTheNewCountOnceThatIsCovered() {
        assertThat(told(scored(), passed(), true)).containsExactly(COVERED + " pending", COVERED + 10 + " firing");
    }

    @Test
    void shouldSayNothingOfWhatIsAsIllByTheNewCount() {
        assertThat(told(passed(), poorlyScored(), true)).containsExactly("5 suppressed", "55 pending", "65 firing");
    }

    @Test
    void shouldGoOnUnderTheOldCountWhileNothingIsAdopted() {
        assertThat(told(passed(), scored(), false)).containsExactly("5 suppressed", "55 pending", "65 firing");
    }

    /** The old series is counted no more, so that it must not go on to judge an alert that nobody wants. */
    @Test
    void shouldResolveAtOnceWhatTheNewVersionDoesNotAlertOn() {
        VersionedRun run = new VersionedRun(
                1, served(passed()), serving(TimeGrid.DEFAULT, Set.of("coder"), slo("quality", scored(), HOUR)));
        for (long second = 0; second < END; second++) {
            run.event(0, second, "coder", false, 0.9);
            if (second == ADOPTED) {
                run.adopt(0, second, 2);
            }
        }
        run.arrive(0, END + TimeGrid.DEFAULT.graceMs() / SECOND);

        // The boundary behind the last one that was closed under the old version: grace before the adoption.
        assertThat(run.words("coder")).containsExactly("5 suppressed", "55 pending", "65 firing", "115 resolved");
    }

    @Test
    void shouldCountWhatAPartitionHasThatJoinsUnderTheVersionInForce() {
        VersionedRun run = new VersionedRun(1, served(passed()), served(scored()));
        for (long second = 0; second < 2 * END; second++) {
            run.event(0, second, "coder", false, 0.9);
            if (second == ADOPTED) {
                run.adopt(0, second, 2);
            }
            if (second == END) {
                run.grow(2);
            }
            if (second >= END) {
                run.event(1, second, "coder", false, 0.9);
            }
        }
        run.arrive(0, 2 * END + TimeGrid.DEFAULT.graceMs() / SECOND);
        run.arrive(1, 2 * END + TimeGrid.DEFAULT.graceMs() / SECOND);

        SloStatus quality = run.summary("quality", "coder");
        assertThat(quality.windows().get(quality.windows().size() - 1).total())
                .isEqualTo((2 * END - ADOPTED - 1) + END);
        assertThat(quality.windows()).allMatch(window -> window.windowMs() > MINUTE || window.coverage() == 1);
    }

    @Test
    void shouldLeaveAMonthAloneThatBothVersionsHave() {
        Window berlin = new Window.CalendarMonth(ZoneId.of("Europe/Berlin"));
        Window utc = new Window.CalendarMonth(ZoneId.of("UTC"));
        SloDefinition kept = monthly("kept", berlin);
        // In the order of windows the new one stands before or behind; both must do.
        VersionedRun run = new VersionedRun(
                1,
                serving(TimeGrid.DEFAULT, Set.of("coder"), kept),
                serving(TimeGrid.DEFAULT, Set.of("coder"), kept, monthly("more", utc)));
        for (long second = 0; second < END; second++) {
            run.event(0, second, "coder", true, 0.9);
            if (second == ADOPTED) {
                run.adopt(0, second, 2);
            }
        }
        run.arrive(0, END + TimeGrid.DEFAULT.graceMs() / SECOND);

        assertThat(run.summary("kept", "coder").windows().get(0).total()).isEqualTo(END);
        assertThat(run.summary("more", "coder").windows().get(0).total()).isLessThan(END - ADOPTED + 60);
    }

    private static SloDefinition monthly(String name, Window month) {
        return new SloDefinition(
                name,
                "serving-oncall",
                Dashboard.SERVING,
                Category.SLO,
                "",
                passed(),
                new Goal.Share(Ratio.of("0.9"), List.of(month)),
                List.of());
    }

    /** Transitions of the alert as {@code second kind}. */
    private static List<String> told(Indicator before, Indicator after, boolean adopts) {
        VersionedRun run = new VersionedRun(1, served(before), served(after));
        for (long second = 0; second < END; second++) {
            run.event(0, second, "coder", false, 0.9);
            if (adopts && second == ADOPTED) {
                run.adopt(0, second, 2);
            }
        }
        run.arrive(0, END + TimeGrid.DEFAULT.graceMs() / SECOND);
        return run.words("coder");
    }

    private static EngineDefinition served(Indicator indicator) {
        AlertDefinition bare = alert("Bad", "0.3", 10 * SECOND, 0, NoDataPolicy.FREEZE, MINUTE);
        AlertDefinition covered = new AlertDefinition(
                bare.name(),
                bare.tiers(),
                bare.holdMs(),
                bare.keepFiringForMs(),
                0,
                0,
                Ratio.of("0.9"),
                bare.noData(),
                bare.compat());
        return serving(TimeGrid.DEFAULT, Set.of("coder"), slo("quality", indicator, HOUR, covered));
    }

    private static Indicator scored() {
        return scoredAtLeast(0.5);
    }

    private static Indicator poorlyScored() {
        return scoredAtLeast(0.95);
    }

    private static Indicator scoredAtLeast(double least) {
        return Indicator.share(
                TelemetryKind.EVALUATION,
                List.of(),
                List.of(new FieldMatcher("score", Operator.GTE, new Decimal(least))),
                false,
                false);
    }
}
