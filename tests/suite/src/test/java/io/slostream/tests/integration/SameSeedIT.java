// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.app.history.HistoryOptions;
import io.slostream.app.run.RecordedEngine;
import io.slostream.simulation.Story;
import io.slostream.tests.integration.StoryRun.Outcome;
import io.slostream.tests.integration.StoryRun.Parameters;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Same seed, same alerts: threads, batches, source partitions and a kill change nothing of what each alert's key tells. Only
 * the coordinates of evidence are those of the run's own log: how events are spread, and how many ticks stand between
 * them, is another in each.
 */
@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SameSeedIT {
    private static final long SEED = 11;
    private static final Instant MIDNIGHT = Instant.parse("2026-01-05T00:00:00Z");
    /** So that alerts fire from before three to after four o'clock. */
    private static final Story STORY = Story.startingAt(MIDNIGHT.plus(Duration.ofMinutes(6)));

    private static final Parameters PLAIN = new Parameters(4, 4, 1, 1_000, 100, 16_384);

    private static final List<Integer> HOURS = List.of(0, 3, 4);
    private static final Pattern COORDINATES = Pattern.compile("\"partition\":\\d+,\"offset\":\\d+,");

    private static Outcome reference;
    /** By what was asked: everything, or from an hour on. */
    private static Map<String, Replayed> replayed;

    @TempDir
    private Path directory;

    @BeforeAll
    static void playOnce(@TempDir Path first) throws Exception {
        System.out.println("same seed, same alerts: seed " + SEED);
        try (StoryRun run = new StoryRun(STORY, SEED, first, PLAIN)) {
            reference = run.play();
            replayed = replay(run.client());
        }
        // A story in which nothing happened would be the same in every run.
        assertThat(reference.alerts()).hasSameSizeAs(STORY.expected());
        assertThat(reference.transitions().values().stream()
                        .mapToInt(List::size)
                        .sum())
                .as("transitions")
                .isGreaterThan(20);
        assertThat(reference.summary().events().addsUp()).isTrue();
    }

    private static Map<String, Replayed> replay(Map<String, Object> client) throws InterruptedException {
        Supplier<Consumer<byte[], byte[]>> consumers = Replayed.consumers(client, Map.of());
        RecordedEngine engine = Replayed.engine(consumers);
        Map<String, Replayed> replays = new TreeMap<>();
        for (int hour : HOURS) {
            long fromMs = hour(hour);
            for (boolean full : new boolean[] {true, false}) {
                HistoryOptions options = new HistoryOptions(
                        hour == 0 ? OptionalLong.empty() : OptionalLong.of(fromMs), OptionalLong.empty(), full, 2);
                replays.put("from hour " + hour + (full ? ", full" : ""), Replayed.of(consumers, engine, options));
            }
        }
        return replays;
    }

    @Test
    void shouldBeReplayedFromTopicsRecordByRecord() {
        assertThat(replayed).hasSize(2 * HOURS.size());
        replayed.forEach((asked, replay) -> {
            System.out.println("replay " + asked + ": " + replay.comparison().identical() + " of "
                    + replay.result().records() + " records");
            assertThat(replay.comparison().differences()).as(asked).isEmpty();
            assertThat(replay.comparison().identical()).as(asked).isNotEmpty();
        });
        // What began at a recorded hour has read less of the log.
        assertThat(replayed.get("from hour 4").seeded()).isTrue();
        assertThat(replayed.get("from hour 4").result().records())
                .isLessThan(replayed.get("from hour 4, full").result().records());
        assertThat(replayed.get("from hour 4").recorded())
                .as("alerts that fire from before the hour at which the replay begins until after what it reports from")
                .anyMatch(verdict -> verdict.state().equals("resolved")
                        && (Long) verdict.value().get("fired_at") < hour(3)
                        && verdict.atMs() > hour(4));
    }

    private static long hour(int hour) {
        return MIDNIGHT.plus(Duration.ofHours(hour)).toEpochMilli();
    }

    @Test
    void shouldNotDependOnThreadsBatchesCommitsAndPartitions() throws Exception {
        Outcome outcome = play(directory, new Parameters(6, 7, 3, 20, 1_000, 200));

        assertSame(outcome, reference);
    }

    @Test
    void shouldNotDependOnAKillHalfWay() throws Exception {
        try (StoryRun run = new StoryRun(STORY, SEED, directory, PLAIN)) {
            assertSame(run.playKilledAt(Duration.ofMinutes(145), "canary-15m/CanaryFailing/math"), reference);
        }
    }

    private static Outcome play(Path directory, Parameters parameters) throws Exception {
        try (StoryRun run = new StoryRun(STORY, SEED, directory, parameters)) {
            return run.play();
        }
    }

    private static void assertSame(Outcome outcome, Outcome expected) {
        assertThat(withoutCoordinates(outcome.transitions()))
                .as("transitions")
                .isEqualTo(withoutCoordinates(expected.transitions()));
        assertThat(withoutCoordinates(outcome.alerts())).as("alerts").isEqualTo(withoutCoordinates(expected.alerts()));
        assertThat(outcome.summary().events())
                .as("accounting")
                .isEqualTo(expected.summary().events());
    }

    /** The times of the events that are evidence stay. */
    private static Map<String, List<String>> withoutCoordinates(Map<String, List<String>> records) {
        Map<String, List<String>> result = new TreeMap<>();
        records.forEach((key, texts) -> result.put(
                key,
                texts.stream()
                        .map(text -> COORDINATES.matcher(text).replaceAll(""))
                        .toList()));
        return result;
    }
}
