// SPDX-License-Identifier: Apache-2.0
package io.slostream.dashboards.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.dashboards.page.Progress.Part;
import io.slostream.schemas.telemetry.TelemetryKind;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final Part PART = new Part(TelemetryKind.CANARY, 3);
    private static final long LIMIT = Progress.limitMs(10_000, 10_000, 45_000);

    @Test
    void shouldGoByBoundariesWhereRecordsHaveTheTime() {
        Progress progress = new Progress(LIMIT, false);
        assertThat(progress.isStale(PART, 0)).as("nothing was heard").isTrue();

        progress.heard(PART, 100_000, 112_000);
        progress.heard(PART, 90_000, 170_000); //         an older word changes nothing

        assertThat(progress.isStale(PART, 165_000)).isFalse();
        assertThat(progress.isStale(PART, 165_001)).isTrue();
        assertThat(progress.isStale(new Part(TelemetryKind.CANARY, 2), 112_000)).isTrue();
        progress.heard(PART, 160_000, 170_000);
        assertThat(progress.isStale(PART, 170_000)).isFalse();
        assertThat(progress.boundaryMs(PART)).isEqualTo(160_000);
    }

    @Test
    void shouldGoByHearingWhereRecordTimesAreAStory() {
        Progress progress = new Progress(LIMIT, true);

        progress.heard(PART, 5, 1_000_000);
        progress.heard(PART, 5, 1_060_000); //            the same word again: nothing has moved

        assertThat(progress.isStale(PART, 1_065_000)).isFalse();
        assertThat(progress.isStale(PART, 1_065_001)).isTrue();
    }
}
