// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.topology.Exclusion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RefusedExclusionsTest {
    private static final long T0 = 1_767_571_200_000L; // 2026-01-05T00:00:00Z
    private static final long MINUTE = 60_000;

    private final List<String> lines = new ArrayList<>();
    private long nowMs = T0;
    private final RefusedExclusions refused = new RefusedExclusions(() -> nowMs, lines::add);

    private void note(long from, long to) {
        for (long position = from; position < to; position++) {
            refused.note(new Exclusion(
                    new Exclusion.Key(T0, 2, position),
                    Optional.empty(),
                    Optional.empty(),
                    T0,
                    T0 + MINUTE,
                    "new driver",
                    "ops\n"));
        }
    }

    @Test
    void shouldWarnOnceAMinuteHoweverManyAreRefused() {
        note(0, 5_000);

        assertThat(lines)
                .containsExactly("1 exclusion has no effect, since so many others are in force; the first: "
                        + "2026-01-05T00:00:00Z to 2026-01-05T00:01:00Z, new driver (ops\ufffd), at offset 0 of "
                        + "telemetry.exclusions.v1-2");

        nowMs += MINUTE - 1;
        refused.tell();
        assertThat(lines).hasSize(1);

        nowMs++;
        refused.tell();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(1)).startsWith("4999 exclusions have no effect").contains("at offset 1 of");

        nowMs += MINUTE;
        refused.tell();
        assertThat(lines).as("all is told").hasSize(2);
    }
}
