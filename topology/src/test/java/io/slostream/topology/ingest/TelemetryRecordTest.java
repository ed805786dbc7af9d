// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.topology.VersionAdoption;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetryRecordTest {

    @Test
    void shouldAdoptAVersionForItsApplicationAlone() {
        VersionAdoption adoption = new VersionAdoption(12, "9a-bc");
        TelemetryRecord record = control(TelemetryRecord.adoptionKey("engine-1", adoption));

        assertThat(record.isControl()).isTrue();
        assertThat(record.adoption("engine-1")).contains(adoption);
        assertThat(record.adoption("engine")).isEmpty();
        assertThat(record.adoption("engine-10")).isEmpty();
    }

    @Test
    void shouldReadAnAdoptionFromBeforeThereWereTokens() {
        VersionAdoption adoption = new VersionAdoption(12, VersionAdoption.NO_TOKEN);
        byte[] key = "slostream-adopt/engine/12".getBytes(StandardCharsets.UTF_8);

        assertThat(control(key).adoption("engine")).contains(adoption);
        assertThat(TelemetryRecord.adoptionKey("engine", adoption)).isEqualTo(key);
    }

    @Test
    void shouldNotAdoptWithoutTheEnginesHeaderOrWithAValue() {
        byte[] key = TelemetryRecord.adoptionKey("engine", new VersionAdoption(12, "9a-bc"));

        assertThat(new TelemetryRecord(key, null, false, 0, 0).adoption("engine"))
                .isEmpty();
        assertThat(new TelemetryRecord(key, new byte[0], true, 0, 0).adoption("engine"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "slostream-tick",
                "slostream-adopt/engine/",
                "slostream-adopt/engine/-1",
                "slostream-adopt/engine/1x",
                "slostream-adopt/engine/12/",
                "slostream-adopt/engine/12/9a/bc",
                "slostream-adopt/engine/99999999999999999999"
            })
    void shouldPassOverWhatIsNoVersion(String key) {
        assertThat(control(key.getBytes(StandardCharsets.UTF_8)).adoption("engine"))
                .isEmpty();
    }

    private static TelemetryRecord control(byte[] key) {
        return new TelemetryRecord(key, null, true, 0, 0);
    }
}
