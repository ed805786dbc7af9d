// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.state.AlertTransition.Kind;
import io.slostream.simulation.Ensemble;
import io.slostream.simulation.Story;
import io.slostream.simulation.Story.Expectation;
import io.slostream.topology.judge.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo's story, judged by the shipped SLOs: the alerts that it promises fire and resolve, no others, whatever the
 * seed. More seeds: {@code -Dslostream.story.seeds=N}.
 */
class StoryTest {
    private static final int SEEDS = Integer.getInteger("slostream.story.seeds", 6);

    @TempDir
    private Path directory;

    @Test
    void shouldFireWhatTheStoryExpectsAndNothingElse() throws IOException {
        Story story = Story.standard();
        for (long seed = 1; seed <= SEEDS; seed++) {
            Path file = directory.resolve("story.ndjson");
            long written = SimulatedFiles.write(file, story.events(seed));

            ReplayScenario.Result result = ReplayScenario.replay(
                    ShippedDefinitions.all(), List.of(file), story.end().toEpochMilli());

            String seedName = "seed " + seed;
            assertThat(written).as(seedName).isBetween(100_000L, 150_000L);
            assertThat(result.accounting().in()).as(seedName).isEqualTo(written);
            assertThat(result.accounting().late() + result.accounting().deadLettered())
                    .as(seedName)
                    .isZero();
            Map<Expectation, List<Kind>> pages = pages(result);
            assertThat(pages.keySet()).as(seedName).containsExactlyInAnyOrderElementsOf(story.expected());
            assertThat(pages.values())
                    .as(seedName)
                    .allSatisfy(kinds -> assertThat(kinds).containsExactly(Kind.FIRING, Kind.RESOLVED));
            assertActsHappened(story, result, seedName);
        }
    }

    @Test
    void shouldFireNothingInHoursOfHealth() throws IOException {
        long start = Story.DEFAULT_START.toEpochMilli();
        Path file = directory.resolve("healthy.ndjson");
        long hours = 8;
        SimulatedFiles.write(file, Ensemble.standard().events(99, start, hours * 3_600_000, List.of()));

        ReplayScenario.Result result =
                ReplayScenario.replay(ShippedDefinitions.all(), List.of(file), start + (hours + 1) * 3_600_000);

        assertThat(pages(result)).isEmpty();
        assertThat(result.accounting().counted()).isGreaterThan(100_000);
    }

    /** Hold, silence: what the audience is told must have come about. */
    private static void assertActsHappened(Story story, ReplayScenario.Result result, String seed) {
        Instant codeFalls = story.start().plusSeconds(130 * 60);
        assertThat(transitions(result, "OutcomeBarRed", "code", Kind.PENDING))
                .as(seed)
                .isNotEmpty()
                .allMatch(verdict -> verdict.transition().atMs() > codeFalls.toEpochMilli());
        Verdict fired =
                transitions(result, "OutcomeBarRed", "code", Kind.FIRING).get(0);
        assertThat(fired.transition().firedAtMs() - fired.transition().startedAtMs())
                .as(seed)
                .isEqualTo(30 * 60_000);
        assertThat(transitions(result, "CanaryFailing", "agent", Kind.NO_DATA))
                .as(seed)
                .isNotEmpty();
    }

    private static List<Verdict> transitions(ReplayScenario.Result result, String alert, String specialist, Kind kind) {
        return result.verdicts().stream()
                .filter(verdict -> verdict.key().alert().equals(alert)
                        && verdict.key().group().equals(specialist)
                        && verdict.transition().kind() == kind)
                .toList();
    }

    private static Map<Expectation, List<Kind>> pages(ReplayScenario.Result result) {
        return result.verdicts().stream()
                .filter(verdict -> verdict.transition().kind().concernsPagers())
                .collect(Collectors.groupingBy(
                        verdict -> new Expectation(
                                verdict.key().slo(),
                                verdict.key().alert(),
                                verdict.key().group()),
                        () -> new TreeMap<>(Comparator.comparing(Expectation::toString)),
                        Collectors.mapping(verdict -> verdict.transition().kind(), Collectors.toList())));
    }
}
