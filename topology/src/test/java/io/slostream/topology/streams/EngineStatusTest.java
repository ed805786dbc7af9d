// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.accumulate.Accounting;
import org.junit.jupiter.api.Test;

/** Several instances each speak of what they own, so that their sums do not overlap. */
class EngineStatusTest {
    private static final SourcePartition FIRST = new SourcePartition("telemetry.canaries.v1", 0);
    private static final SourcePartition SECOND = new SourcePartition("telemetry.canaries.v1", 1);

    private final EngineStatus status = new EngineStatus();

    @Test
    void shouldForgetWhatAnotherOwnsNow() {
        status.source(FIRST, 5, accounting(3));
        status.source(SECOND, 5, accounting(4));
        status.evaluated(TelemetryKind.CANARY, 2, 10);

        status.release(FIRST);
        status.release(TelemetryKind.CANARY, 2);

        assertThat(status.accounting()).isEqualTo(accounting(4));
        assertThat(status.evaluated()).isEmpty();
    }

    @Test
    void shouldKeepTheLastWordAtTheEnd() {
        status.source(FIRST, 5, accounting(3));

        status.end();
        status.source(FIRST, 6, accounting(7));
        status.release(FIRST);

        assertThat(status.accounting()).isEqualTo(accounting(7));
    }

    private static Accounting accounting(long counted) {
        return new Accounting(counted, counted, 0, 0, 0);
    }
}
