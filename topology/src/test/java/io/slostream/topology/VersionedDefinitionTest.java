// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology;

import static io.slostream.topology.TopologyFixtures.DAY;
import static io.slostream.topology.TopologyFixtures.HOUR;
import static io.slostream.topology.TopologyFixtures.alert;
import static io.slostream.topology.TopologyFixtures.discovering;
import static io.slostream.topology.TopologyFixtures.passed;
import static io.slostream.topology.TopologyFixtures.slo;
import static io.slostream.topology.TopologyFixtures.ttftWithin;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.Indicator;
import io.slostream.alerting.definition.NoDataPolicy;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.definition.Window;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VersionedDefinitionTest {
    private static final Indicator FAST = ttftWithin(100);
    private static final Indicator SLOW = ttftWithin(500);

    @Test
    void shouldNumberAFirstVersionAsItsSetDoes() {
        VersionedDefinition first = version(3, slo("a", FAST, DAY), slo("b", passed(), DAY), slo("c", FAST, HOUR));

        assertThat(first.slis()).extracting(VersionedDefinition.Sli::indicator).containsExactly(FAST, passed());
        assertThat(first.slis()).extracting(VersionedDefinition.Sli::slot).containsExactly(0, 1);
        assertThat(first.slosOf(0)).extracting(SloDefinition::name).containsExactly("a", "c");
        assertThat(first.windowsOf(0)).containsExactly(Window.of(HOUR), Window.of(DAY));
    }

    @Test
    void shouldKeepTheNumbersOfWhatIsStillCounted() {
        VersionedDefinition first = version(3, slo("b", FAST, DAY), slo("c", passed(), DAY));

        VersionedDefinition second =
                next(first, 7, slo("a", SLOW, DAY), slo("b", FAST, HOUR), slo("c", passed(), DAY), slo("d", FAST, DAY));

        assertThat(sli(second, "b")).isEqualTo(sli(first, "b"));
        assertThat(sli(second, "c")).isEqualTo(sli(first, "c"));
        assertThat(sli(second, "d")).as("shares what b goes on counting").isEqualTo(sli(first, "b"));
        assertThat(second.slis().get(sli(second, "a"))).isEqualTo(new VersionedDefinition.Sli(2, SLOW, 7));
    }

    @Test
    void shouldCountAChangedIndicatorInTheSlotOfTheOldOne() {
        VersionedDefinition first = version(3, slo("a", FAST, DAY), slo("b", passed(), DAY));

        VersionedDefinition second = next(first, 7, slo("a", SLOW, DAY), slo("b", passed(), DAY));

        assertThat(sli(second, "a")).isEqualTo(2);
        Series old = new Series(sli(first, "a"), "coder");
        Series young = new Series(sli(second, "a"), "coder");
        for (int partitions = 1; partitions < 9; partitions++) {
            assertThat(second.partitionOf(young, partitions)).isEqualTo(first.partitionOf(old, partitions));
        }
    }

    @Test
    void shouldNotShareAcrossSlotsNorWithWhatWasDropped() {
        VersionedDefinition first = version(3, slo("a", FAST, DAY), slo("b", SLOW, DAY));

        VersionedDefinition swapped = next(first, 7, slo("a", SLOW, DAY), slo("b", SLOW, DAY));
        VersionedDefinition back = next(swapped, 9, slo("a", FAST, DAY), slo("b", SLOW, DAY));

        assertThat(sli(swapped, "a")).as("b's series lie elsewhere").isEqualTo(2);
        assertThat(sli(back, "a")).as("nobody counted it in between").isEqualTo(3);
        assertThat(back.slisOf(Set.of(TelemetryKind.REQUEST))).containsExactly(1, 3);
        assertThat(back.windowsOf(0)).isEmpty();
    }

    @Test
    void shouldTakeAnSloThatCameBackForANewOne() {
        VersionedDefinition first = version(3, slo("a", FAST, DAY), slo("b", passed(), DAY));
        VersionedDefinition without = next(first, 7, slo("b", passed(), DAY));

        VersionedDefinition again = next(without, 9, slo("a", FAST, DAY), slo("b", passed(), DAY));

        assertThat(sli(again, "a")).isEqualTo(2);
        assertThat(again.slis().get(2).slot()).isEqualTo(2);
    }

    @Test
    void shouldKeepAnSliWhoseAlertsChange() {
        VersionedDefinition first = version(3, slo("a", FAST, DAY));

        VersionedDefinition second =
                next(first, 7, slo("a", FAST, DAY, alert("Slow", "0.5", 0, 0, NoDataPolicy.FREEZE, 6 * HOUR)));

        assertThat(sli(second, "a")).isZero();
        assertThat(second.windowsOf(0)).containsExactly(Window.of(6 * HOUR), Window.of(DAY));
    }

    private static VersionedDefinition version(long number, SloDefinition... slos) {
        return VersionedDefinition.first(number, discovering(TimeGrid.DEFAULT, slos));
    }

    private static VersionedDefinition next(VersionedDefinition before, long number, SloDefinition... slos) {
        return before.next(number, discovering(TimeGrid.DEFAULT, slos));
    }

    private static int sli(VersionedDefinition version, String slo) {
        return version.sliOf(version.slo(slo).orElseThrow());
    }
}
