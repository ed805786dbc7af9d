// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.testkit.Telemetry;
import io.slostream.topology.accumulate.Accounting;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongFunction;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Maintenance from 00:30 to 00:40, in which every canary of two specialists fails: announced, told of while it lasts, and
 * not told of. Through shells, stores and codecs; that masks are exact is for the oracle.
 */
class ExclusionTest {
    @TempDir
    private Path stateDir;

    private static Timeline maintenance() {
        Timeline timeline = Timeline.of("canary-15m.yaml");
        for (String specialist : List.of("math", "code")) {
            timeline.from("00:00", "00:30")
                    .every("00:00:30", canary(specialist, true))
                    .from("00:30", "00:40")
                    .every("00:00:30", canary(specialist, false))
                    .from("00:40", "01:20")
                    .every("00:00:30", canary(specialist, true));
        }
        return timeline;
    }

    private static LongFunction<Telemetry> canary(String specialist, boolean passed) {
        return t -> Telemetry.canary(specialist, t, passed);
    }

    @Test
    void shouldKeepAnAlertQuietThatWasAnnounced() {
        Played played = maintenance()
                .excluding("00:10", "math", "00:30", "00:40")
                .restart("00:20")
                .restart("00:35")
                .playUntil("01:19", stateDir);

        played.expect("CanaryFailing", "math").andNoMore();
        assertThat(played.transitionsOf("CanaryFailing", "code")).startsWith("firing 00:31:35");
        assertThat(played.accounting()).isEqualTo(new Accounting(321, 321, 0, 0, 0));
        GenericRecord before = played.summaryOf("canary-15m", "math", "00:29");
        GenericRecord after = played.summaryOf("canary-15m", "math", "01:00");
        assertThat((List<?>) before.get("exclusions")).isEmpty();
        assertThat(after.get("excluded_events")).isEqualTo(20L);
        assertThat(after.get("exclusions").toString())
                .isEqualTo("[{\"from\": " + Timeline.ms("00:30") + ", \"to\": " + Timeline.ms("00:40")
                        + ", \"reason\": \"maintenance\", \"who\": \"ops\"}]");
        assertThat((List<?>) played.summaryOf("canary-15m", "code", "01:00").get("exclusions"))
                .isEmpty();
    }

    @Test
    void shouldForgetWhatWasCountedWhenItIsToldOfWhileItLasts() {
        Played played = maintenance()
                .excluding("00:35", "math", "00:30", "00:40")
                .restart("00:36")
                .restart("00:42")
                .playUntil("01:19", stateDir);

        // Filed at 00:35:00, when 00:34:55 was the first open boundary; kept firing for five minutes.
        played.expect("CanaryFailing", "math")
                .firing("00:31:35")
                .resolved("00:39:55")
                .andNoMore();
        assertThat(played.transitionsOf("CanaryFailing", "code"))
                .containsExactly("firing 00:31:35", "resolved 00:58:05");
        assertThat(played.summaryOf("canary-15m", "math", "01:00").get("excluded_events"))
                .isEqualTo(20L);
    }

    @Test
    void shouldMakeADeadLetterOfAnExclusionThatEndsBeforeItBegins() {
        Played played = maintenance()
                .excluding("00:10", "math", "00:40", "00:30")
                .poison("00:11", TelemetryKind.EXCLUSION, null, "later".getBytes(StandardCharsets.UTF_8))
                .playUntil("00:39", stateDir);

        assertThat(played.deadLetters())
                .extracting(letter -> letter.get("reason").toString())
                .containsExactly("inconsistent-fields", "bad-magic");
        assertThat(played.transitionsOf("CanaryFailing", "math")).startsWith("firing 00:31:35");
    }
}
