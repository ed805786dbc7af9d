// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import static io.slostream.topology.EventBuilder.evaluation;
import static io.slostream.topology.TopologyFixtures.DAY;
import static io.slostream.topology.TopologyFixtures.HOUR;
import static io.slostream.topology.TopologyFixtures.MINUTE;
import static io.slostream.topology.TopologyFixtures.T0;
import static io.slostream.topology.TopologyFixtures.discovering;
import static io.slostream.topology.TopologyFixtures.passed;
import static io.slostream.topology.TopologyFixtures.slo;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.definition.Category;
import io.slostream.alerting.definition.Dashboard;
import io.slostream.alerting.definition.FieldMatcher;
import io.slostream.alerting.definition.FieldMatcher.Flag;
import io.slostream.alerting.definition.Goal;
import io.slostream.alerting.definition.Indicator;
import io.slostream.alerting.definition.Operator;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.definition.Window;
import io.slostream.alerting.definition.Window.CalendarMonth;
import io.slostream.topology.Series;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.state.CopyingState;
import io.slostream.topology.window.SeriesWindows;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events behind the watermark. Panes of 5 s, 10 s of grace; the clock stands at 3600 s, the next boundary is 3595. */
class AccumulatorLateTest {
    private static final double NOW = 3_600;

    @Test
    void shouldKeyALateEventByTheFinestLevelThatHoldsIt() {
        AccumulatorDriver source =
                new AccumulatorDriver(discovering(TimeGrid.DEFAULT, slo("monthly", passed(), 30 * DAY)), 1);

        source.event(NOW, 1_797); // half an hour back: still 5 s
        source.event(NOW, 1_793); // a little more: its minute
        source.event(NOW, 1_794);
        source.event(NOW, -18_033); // six hours back, floored to the minute
        source.event(NOW, -18_069); // a little more: its ten minutes
        source.event(NOW, -10 * 86_400 - 1); // ten days back: its hour
        source.arrive(NOW + 5);

        assertThat(source.sent())
                .containsExactly(
                        "3595 coder 0:1795 1/1",
                        "3595 coder 1:-18060 1/1",
                        "3595 coder 1:1740 2/2",
                        "3595 coder 2:-18600 1/1",
                        "3595 coder 3:-867600 1/1");
    }

    @Test
    void shouldCallLateWhatLiesBeforeTheOldEdge() {
        AccumulatorDriver source = new AccumulatorDriver(discovering(TimeGrid.DEFAULT, slo("s", passed(), HOUR)), 1);

        // at 3595 the hour begins at −5, floored to its minute at −60
        assertThat(source.event(NOW, -60)).isEqualTo(Outcome.COUNTED);
        assertThat(source.event(NOW, -60.001)).isEqualTo(Outcome.LATE);
        assertThat(source.event(NOW, evaluation("coder", 0, true))).isEqualTo(Outcome.LATE);
        assertThat(source.accumulator().accounting()).isEqualTo(new Accounting(3, 1, 2, 0, 0));

        source.arrive(NOW + 5);
        assertThat(source.sent()).containsExactly("3595 coder 1:-60 1/1");
    }

    @Test
    void shouldCountForOneSliWhatIsLateForAnother() {
        Indicator failures = Indicator.share(
                passed().of(),
                List.of(),
                List.of(new FieldMatcher("passed", Operator.EQUALS, new Flag(false))),
                false,
                false);
        AccumulatorDriver source = new AccumulatorDriver(
                discovering(TimeGrid.DEFAULT, slo("a-short", failures, 5 * MINUTE), slo("b-long", passed(), DAY)), 1);

        assertThat(source.event(NOW, 1_800)).isEqualTo(Outcome.COUNTED);
        source.arrive(NOW + 5);

        assertThat(source.partials()).singleElement().satisfies(partial -> {
            assertThat(partial.series().sli()).isEqualTo(1);
            assertThat(partial.good()).isEqualTo(1);
        });
        assertThat(source.accumulator().accounting()).isEqualTo(new Accounting(1, 1, 0, 0, 0));
    }

    /** Months begin at 18:30 UTC: half-way through a pane of an hour, at the edge of one of ten minutes. */
    @Test
    void shouldCountALateEventForTheMonthThatHoldsIt() {
        Window month = new CalendarMonth(ZoneId.of("Asia/Kolkata"));
        SloDefinition monthly = new SloDefinition(
                "monthly",
                "serving-oncall",
                Dashboard.SERVING,
                Category.SLO,
                "",
                passed(),
                new Goal.Share(Ratio.of("0.9"), List.of(month)),
                List.of());
        AccumulatorDriver source = new AccumulatorDriver(discovering(TimeGrid.DEFAULT, monthly), 1);
        double december = 6 * 86_400 + 18.5 * 3_600;
        double now = december + 4 * 86_400;

        assertThat(source.event(now, december)).isEqualTo(Outcome.COUNTED);
        assertThat(source.event(now, december + 600)).isEqualTo(Outcome.COUNTED);
        assertThat(source.event(now, december + 3_600))
                .as("its hour is December's")
                .isEqualTo(Outcome.COUNTED);
        assertThat(source.event(now, december - 0.001)).isEqualTo(Outcome.LATE);
        source.arrive(now + 5);

        assertThat(source.sent())
                .extracting(line -> line.split(" ", 3)[2])
                .containsExactly("2:585000 1/1", "2:585600 1/1", "3:586800 1/1");
        long boundary = source.partials().get(0).boundaryMs();
        SeriesWindows windows = new SeriesWindows(
                new Series(0, "coder"), List.of(month), TimeGrid.DEFAULT, new CopyingState<>(), 0, boundary);
        source.partials()
                .forEach(partial ->
                        windows.add(partial.level(), partial.paneStartMs(), partial.good(), partial.total()));
        assertThat(windows.total(0)).isEqualTo(3);
    }

    @Test
    void shouldNotOpenABlockForALateEvent() {
        AccumulatorDriver source =
                new AccumulatorDriver(discovering(TimeGrid.DEFAULT, slo("s", passed(), 5 * MINUTE)), 1);

        source.event(NOW, 100);

        assertThat(source.openBlocks()).isZero();
    }

    @Test
    void shouldJudgeLatenessFromTheFirstRecordOn() {
        AccumulatorDriver source =
                new AccumulatorDriver(discovering(TimeGrid.DEFAULT, slo("s", passed(), 5 * MINUTE)), 1);

        // the clock goes with the first record, so a day behind it is late at once
        assertThat(source.event(0, -86_400)).isEqualTo(Outcome.LATE);
        assertThat(source.event(0, -15)).isEqualTo(Outcome.COUNTED);
    }

    @Test
    void shouldBoundTheBlocksThatHostileOldEventsOpen() {
        AccumulatorDriver source =
                new AccumulatorDriver(discovering(TimeGrid.DEFAULT, slo("s", passed(), 30 * DAY)), 1);
        source.arrive(NOW);

        for (long back = 0; back < 31 * DAY; back += 7 * 1_000) {
            source.event(NOW, evaluation("coder", T0 + 3_600_000 - back, true));
        }

        assertThat(source.openBlocks()).isBetween(1_500, 1_750);
        assertThat(source.accumulator().accounting().addsUp()).isTrue();
    }
}
