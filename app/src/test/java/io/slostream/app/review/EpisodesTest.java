// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.slostream.alerting.definition.Severity;
import io.slostream.alerting.definition.Window;
import io.slostream.alerting.state.AlertTransition;
import io.slostream.alerting.state.AlertTransition.Kind;
import io.slostream.alerting.state.AlertTransition.Reason;
import io.slostream.alerting.state.Standing;
import io.slostream.alerting.state.TierState;
import io.slostream.topology.judge.AlertKey;
import io.slostream.topology.judge.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EpisodesTest {
    private static final AlertKey MATH = new AlertKey("canary", "Failing", "math");
    private static final AlertKey CODE = new AlertKey("canary", "Failing", "code");

    private final Episodes episodes = new Episodes();

    @Test
    void shouldBeFromFiringToResolved() {
        take(MATH, Kind.PENDING, Severity.PAGE, 10, TierState.NEVER);
        take(MATH, Kind.FIRING, Severity.PAGE, 20, 20);
        take(MATH, Kind.RESOLVED, Severity.PAGE, 50, 20);
        take(MATH, Kind.NO_DATA, Severity.PAGE, 60, TierState.NEVER);

        assertThat(episodes.all()).containsExactly(episode(MATH, Severity.PAGE, 20, 20, 50));
    }

    @Test
    void shouldBeOneEpisodeWhenTheSeverityRisesAndFalls() {
        take(MATH, Kind.FIRING, Severity.TICKET, 20, 20);
        take(MATH, Kind.FIRING, Severity.PAGE, 30, 20);
        take(MATH, Kind.FIRING, Severity.TICKET, 40, 20);
        take(MATH, Kind.RESOLVED, Severity.TICKET, 50, 20);

        assertThat(episodes.all()).containsExactly(episode(MATH, Severity.PAGE, 20, 30, 50));
    }

    @Test
    void shouldKeepWhatStillFiresAndWhatBeganBefore() {
        take(CODE, Kind.RESOLVED, Severity.PAGE, 15, 5);
        take(MATH, Kind.FIRING, Severity.PAGE, 20, 20);

        assertThat(episodes.all())
                .extracting(Episode::key, Episode::firedAtMs, Episode::resolvedAtMs)
                .containsExactly(tuple(CODE, 5L, OptionalLong.of(15)), tuple(MATH, 20L, OptionalLong.empty()));
    }

    @Test
    void shouldPairWhatFiredAtTheSameTime() {
        Episode one = episode(MATH, Severity.PAGE, 20, 20, 50);
        Episode later = episode(MATH, Severity.PAGE, 30, 30, 60);
        Episode apart = episode(MATH, Severity.PAGE, 70, 70, 80);
        Episode other = episode(CODE, Severity.PAGE, 20, 20, 50);

        assertThat(EpisodeChange.between(List.of(one), List.of(one)))
                .extracting(EpisodeChange::sort)
                .containsExactly(EpisodeChange.Sort.SAME);
        EpisodeChange moved =
                EpisodeChange.between(List.of(one), List.of(later)).get(0);
        assertThat(moved.sort()).isEqualTo(EpisodeChange.Sort.MOVED);
        assertThat(moved.laterMs()).isEqualTo(10);
        assertThat(moved.longerMs()).isZero();
        assertThat(EpisodeChange.between(List.of(one), List.of(apart)))
                .extracting(EpisodeChange::sort)
                .containsExactly(EpisodeChange.Sort.LOST, EpisodeChange.Sort.ADDED);
        assertThat(EpisodeChange.between(List.of(one), List.of(other)))
                .extracting(EpisodeChange::sort)
                .containsExactlyInAnyOrder(EpisodeChange.Sort.LOST, EpisodeChange.Sort.ADDED);
        assertThat(EpisodeChange.between(List.of(one), List.of(episode(MATH, Severity.PAGE, 20, 20, 55)))
                        .get(0)
                        .longerMs())
                .isEqualTo(5);
    }

    private void take(AlertKey key, Kind kind, Severity severity, long atMs, long firedAtMs) {
        Verdict.Reading reading = new Verdict.Reading(Window.of(60_000), 9, 10, Optional.empty(), 60_000, 60_000);
        long resolvedAtMs = kind == Kind.RESOLVED ? atMs : TierState.NEVER;
        episodes.take(new Verdict(
                key,
                new AlertTransition(kind, severity, atMs, firedAtMs, firedAtMs, resolvedAtMs, Reason.CONDITION),
                Standing.INACTIVE,
                List.of(reading),
                reading,
                reading,
                List.of()));
    }

    private static Episode episode(AlertKey key, Severity severity, long firedAt, long pagedAt, long resolvedAt) {
        return new Episode(key, severity, firedAt, firedAt, OptionalLong.of(pagedAt), OptionalLong.of(resolvedAt));
    }
}
