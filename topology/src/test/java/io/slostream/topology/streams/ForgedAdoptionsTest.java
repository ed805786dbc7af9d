// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.topology.SourcePartition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForgedAdoptionsTest {
    private static final SourcePartition SOURCE = new SourcePartition("telemetry.canaries.v1", 3);

    private final List<String> warnings = new ArrayList<>();
    private final ForgedAdoptions forged = new ForgedAdoptions(warnings::add);

    @Test
    void shouldWarnOnceAMinuteAtMostAndForgetNothingMeanwhile() {
        forged.note(SOURCE, 7, 99, 1_000);
        forged.note(SOURCE, 8, 100, 2_000);
        forged.note(SOURCE, 9, 101, 3_000);
        forged.tell(60_999);
        assertThat(warnings)
                .containsExactly(
                        "1 control record adopts a version that nobody applied, and changed nothing; the first: version 99"
                                + " at offset 7 of telemetry.canaries.v1-3; an older slostream runs beside this one, or"
                                + " somebody forged them: look at who has WRITE there");

        forged.tell(61_000);
        forged.tell(200_000);
        assertThat(warnings)
                .hasSize(2)
                .last()
                .asString()
                .startsWith("2 control records adopt versions that nobody applied, and changed nothing; the first:"
                        + " version 100 at offset 8 of");
    }
}
