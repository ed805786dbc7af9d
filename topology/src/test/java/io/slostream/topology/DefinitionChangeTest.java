// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology;

import static io.slostream.topology.TopologyFixtures.DAY;
import static io.slostream.topology.TopologyFixtures.HOUR;
import static io.slostream.topology.TopologyFixtures.MINUTE;
import static io.slostream.topology.TopologyFixtures.SECOND;
import static io.slostream.topology.TopologyFixtures.alert;
import static io.slostream.topology.TopologyFixtures.discovering;
import static io.slostream.topology.TopologyFixtures.passed;
import static io.slostream.topology.TopologyFixtures.slo;
import static io.slostream.topology.TopologyFixtures.ttftWithin;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.Compat;
import io.slostream.alerting.definition.NoDataPolicy;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.topology.DefinitionChange.Fate;
import io.slostream.topology.DefinitionChange.SloChange;
import java.util.List;
import org.junit.jupiter.api.Test;

class DefinitionChangeTest {
    private static final SloDefinition SAME = slo("same", passed(), DAY);

    @Test
    void shouldSayWhatBecomesOfEverySlo() {
        DefinitionChange change = change(
                new SloDefinition[] {
                    SAME,
                    slo("gone", ttftWithin(1), DAY, covered("G", HOUR)),
                    slo("kept", ttftWithin(2), DAY, covered("A", HOUR), covered("B", HOUR))
                },
                SAME,
                slo("kept", ttftWithin(2), DAY, covered("B", HOUR), covered("C", HOUR)),
                slo("new", ttftWithin(3), DAY, covered("N", HOUR)));

        assertThat(change.slos())
                .containsExactly(
                        new SloChange("gone", Fate.REMOVED, List.of(), List.of(), List.of("G"), false, 0),
                        new SloChange("kept", Fate.CHANGED, List.of("B"), List.of("C"), List.of("A"), false, 0),
                        new SloChange("new", Fate.ADDED, List.of(), List.of("N"), List.of(), false, 0),
                        new SloChange("same", Fate.SAME, List.of(), List.of(), List.of(), false, 0));
        assertThat(change.isNone()).isFalse();
        assertThat(change.overlapMs()).isZero();
    }

    @Test
    void shouldCountSideBySideUntilEveryAlertIsCovered() {
        DefinitionChange change = change(
                new SloDefinition[] {slo("a", ttftWithin(1), DAY, covered("A", HOUR))},
                slo("a", ttftWithin(2), DAY, covered("A", HOUR), covered("B", 10 * MINUTE)));

        // An hour's window is up to a minute longer; nine tenths of 61 minutes.
        assertThat(change.slos().get(0).isRecounted()).isTrue();
        assertThat(change.overlapMs()).isEqualTo(54 * MINUTE + 55 * SECOND);
    }

    @Test
    void shouldBeNoneForTheSame() {
        assertThat(change(new SloDefinition[] {SAME}, SAME).isNone()).isTrue();
    }

    private static DefinitionChange change(SloDefinition[] old, SloDefinition... next) {
        VersionedDefinition first = VersionedDefinition.first(1, discovering(TimeGrid.DEFAULT, old));
        return DefinitionChange.between(first, first.next(2, discovering(TimeGrid.DEFAULT, next)));
    }

    private static AlertDefinition covered(String name, long windowMs) {
        AlertDefinition alert = alert(name, "0.5", 0, 0, NoDataPolicy.FREEZE, windowMs);
        return new AlertDefinition(name, alert.tiers(), 0, 0, 0, 0, Ratio.of("0.9"), NoDataPolicy.FREEZE, Compat.NONE);
    }
}
