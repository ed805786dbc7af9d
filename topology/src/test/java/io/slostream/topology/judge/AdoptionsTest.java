// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import static io.slostream.topology.TopologyFixtures.SECOND;
import static io.slostream.topology.TopologyFixtures.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.state.CopyingState;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdoptionsTest {
    private static final List<Integer> BOTH = List.of(0, 1);

    private final CopyingState<AdoptionKey, long[]> state = new CopyingState<>();

    @Test
    void shouldJudgeUnderAVersionOnceEveryPartitionClosedUnderIt() {
        Adoptions adoptions = adoptions();

        adoptions.hear(0, 7, T0 + 10 * SECOND, T0 + 80 * SECOND);
        assertThat(adoptions.versionAt(T0 + 60 * SECOND, BOTH)).isEqualTo(3);
        adoptions.hear(1, 7, T0 + 40 * SECOND, T0 + 110 * SECOND);

        assertThat(adoptions.versionAt(T0 + 35 * SECOND, BOTH)).isEqualTo(3);
        assertThat(adoptions.versionAt(T0 + 40 * SECOND, BOTH)).isEqualTo(7);
        assertThat(adoptions.nextChangeMs(T0)).isEqualTo(T0 + 10 * SECOND);
        assertThat(adoptions.nextChangeMs(T0 + 40 * SECOND)).isEqualTo(Long.MAX_VALUE);
        assertThat(adoptions.countedSinceMs(7, BOTH)).isEqualTo(T0 + 110 * SECOND);
        assertThat(adoptions.firstCountedSinceMs(7, BOTH)).isEqualTo(T0 + 80 * SECOND);
    }

    @Test
    void shouldTakeALaterVersionForTheOneItSkipped() {
        Adoptions adoptions = adoptions();

        adoptions.hear(0, 7, T0 + 10 * SECOND, T0 + 80 * SECOND);
        adoptions.hear(0, 9, T0 + 50 * SECOND, T0 + 120 * SECOND);
        adoptions.hear(1, 9, T0 + 30 * SECOND, T0 + 100 * SECOND);

        assertThat(adoptions.versionAt(T0 + 30 * SECOND, BOTH)).isEqualTo(7);
        assertThat(adoptions.versionAt(T0 + 50 * SECOND, BOTH)).isEqualTo(9);
        assertThat(adoptions.countedSinceMs(7, BOTH)).isEqualTo(T0 + 100 * SECOND);
        assertThat(adoptions.countedSinceMs(9, BOTH)).isEqualTo(T0 + 120 * SECOND);
    }

    @Test
    void shouldHearAVersionOnceAndRememberIt() {
        adoptions().hear(0, 7, T0, T0 + SECOND);
        Adoptions again = adoptions();

        again.hear(0, 7, T0 + 90 * SECOND, T0 + 95 * SECOND);
        again.hear(1, 7, T0 + 5 * SECOND, T0 + 6 * SECOND);

        assertThat(adoptions().versionAt(T0 + 5 * SECOND, BOTH)).isEqualTo(7);
        assertThat(again.countedSinceMs(7, BOTH)).isEqualTo(T0 + 6 * SECOND);
        assertThat(again.countedSinceMs(9, BOTH)).isEqualTo(Long.MAX_VALUE);
    }

    private Adoptions adoptions() {
        return new Adoptions(TelemetryKind.REQUEST, 3, state);
    }
}
