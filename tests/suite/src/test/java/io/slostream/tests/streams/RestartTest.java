// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.streams;

import static io.slostream.tests.streams.ShippedSlosTest.canary;
import static io.slostream.tests.streams.ShippedSlosTest.evaluation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An engine that is closed and made anew over its changelogs goes on as if nothing had happened: open counts, waiting
 * partials, rings, timers, summaries and accounting. The test driver does not restore, so {@link DrivenEngine} does it
 * from the records that the engine wrote to its changelog topics; that a broker hands out the same is for the
 * integration tests.
 */
class RestartTest {
    @TempDir
    private Path stateDir;

    /** Pending from 01:09:05; see {@link ShippedSlosTest}. */
    private static Timeline redBar() {
        return Timeline.of("correctness.yaml", "canary-15m.yaml")
                .from("00:00", "01:00")
                .every("00:00:30", evaluation("math", true))
                .from("01:00", "01:45")
                .every("00:00:30", evaluation("math", false))
                .from("01:45", "03:00")
                .every("00:00:30", evaluation("math", true))
                .from("00:00", "03:00")
                .every("00:00:20", canary("code", true));
    }

    @Test
    void shouldFireAtTheSameBoundaryWhenTheEngineRestartsWhileTheAlertIsPending() {
        // 01:20:01 is in the middle of a pane with an open count; 01:39:04 in the last one of the hold.
        Played played = redBar().restart("01:20:01")
                .restart("01:39:04")
                .restart("01:39:16")
                .playUntil("02:59", stateDir);

        played.expect("OutcomeBarRed", "math")
                .pending("01:09:05")
                .firing("01:39:05")
                .resolved("02:36:00")
                .andNoMore();
        assertThat(played.transitions().stream()
                        .filter(record -> record.get("state").toString().equals("firing"))
                        .findFirst()
                        .orElseThrow()
                        .get("started_at"))
                .isEqualTo(Timeline.ms("01:09:05"));
    }

    @Test
    void shouldWriteTheSameRecordsHoweverOftenItRestarts() {
        Played undisturbed = redBar().playUntil("02:59", stateDir.resolve("undisturbed"));
        long seed = 20_260_105;
        SplittableRandom random = new SplittableRandom(seed);
        Timeline disturbed = redBar();
        int restarts = 20;
        for (int i = 0; i < restarts; i++) {
            int second = random.nextInt(3 * 3_600 - 60);
            disturbed.restart("%02d:%02d:%02d.%03d"
                    .formatted(second / 3_600, second / 60 % 60, second % 60, random.nextInt(1_000)));
        }

        Played played = disturbed.playUntil("02:59", stateDir.resolve("disturbed"));

        assertThat(withoutOffsets(played.transitions()))
                .as("transitions with %d restarts, seed %d", restarts, seed)
                .isEqualTo(withoutOffsets(undisturbed.transitions()));
        assertThat(withoutOffsets(played.alerts())).isEqualTo(withoutOffsets(undisturbed.alerts()));
        assertThat(played.accounting()).isEqualTo(undisturbed.accounting());
    }

    /** A test driver made anew counts its offsets from 0 again. */
    private static List<String> withoutOffsets(List<GenericRecord> records) {
        return records.stream()
                .map(record -> record.toString().replaceAll("\"offset\": \\d+", "\"offset\": -"))
                .toList();
    }

    @Test
    void shouldGoOnFrozenWhenItRestartsInSilence() {
        Timeline.of("correctness.yaml")
                .from("00:00", "01:00")
                .every("00:00:30", evaluation("math", true))
                .from("01:00", "01:45")
                .every("00:00:30", evaluation("math", false))
                .restart("02:44:58")
                .restart("03:30")
                .at("05:00", evaluation("math", true))
                .playUntil("05:30", stateDir)
                .expect("OutcomeBarRed", "math")
                .pending("01:09:05")
                .firing("01:39:05")
                .noData("02:45:00")
                .resolved("05:00:05")
                .andNoMore();
    }

    /** The comparisons above can fail: each store carries something that verdicts or accounting need. */
    @Test
    void shouldShowWhenAStoreComesBackEmpty() {
        Played undisturbed = redBar().playUntil("01:50", stateDir.resolve("undisturbed"));
        for (String store : List.of("open-counts", "source-rows", "ring-blocks", "alert-states")) {
            // A second after an evaluation, before its pane is closed, while the alert is pending.
            Played played = redBar().restartWithout(store, "01:20:01").playUntil("01:50", stateDir.resolve(store));

            assertThat(List.of(played.transitions(), played.accounting()))
                    .as("without %s", store)
                    .isNotEqualTo(List.of(undisturbed.transitions(), undisturbed.accounting()));
        }
        // Without its cursor stage 2 would evaluate the past again, over rings that are ahead of it.
        assertThatThrownBy(() ->
                        redBar().restartWithout("waiting-partials", "01:20:01").playUntil("01:50", stateDir))
                .isInstanceOf(StreamsException.class);
    }
}
