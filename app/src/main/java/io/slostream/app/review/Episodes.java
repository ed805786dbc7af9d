// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.review;

import io.slostream.alerting.definition.Severity;
import io.slostream.alerting.state.AlertTransition;
import io.slostream.topology.judge.AlertKey;
import io.slostream.topology.judge.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Gathers transitions, in order of boundary, into the times that each alert fired. */
public final class Episodes {
    private static final Comparator<Episode> ORDER =
            Comparator.comparingLong(Episode::firedAtMs).thenComparing(Episode::key);

    private final Map<AlertKey, Episode> open = new HashMap<>();
    private final List<Episode> closed = new ArrayList<>();

    /** Takes in the next transition. */
    public void take(Verdict verdict) {
        AlertTransition transition = verdict.transition();
        if (transition.kind() == AlertTransition.Kind.FIRING) {
            open.merge(verdict.key(), fired(verdict.key(), transition), Episodes::louder);
        } else if (transition.kind() == AlertTransition.Kind.RESOLVED) {
            Episode before = open.remove(verdict.key());
            // What began before the first boundary that is reported has no transition of its own here.
            Episode episode = before == null ? fired(verdict.key(), transition) : before;
            closed.add(resolved(episode, transition.atMs()));
        }
    }

    private static Episode fired(AlertKey key, AlertTransition transition) {
        long firedAtMs = Math.min(transition.firedAtMs(), transition.atMs());
        boolean isPage = transition.severity() == Severity.PAGE;
        return new Episode(
                key,
                transition.severity(),
                transition.startedAtMs(),
                firedAtMs,
                isPage ? OptionalLong.of(transition.atMs()) : OptionalLong.empty(),
                OptionalLong.empty());
    }

    /** Firing already, with another severity now: it is one page, from when it first was one. */
    private static Episode louder(Episode before, Episode now) {
        return new Episode(
                before.key(),
                before.severity().compareTo(now.severity()) >= 0 ? before.severity() : now.severity(),
                before.startedAtMs(),
                before.firedAtMs(),
                before.isPage() ? before.pagedAtMs() : now.pagedAtMs(),
                OptionalLong.empty());
    }

    private static Episode resolved(Episode episode, long atMs) {
        return new Episode(
                episode.key(),
                episode.severity(),
                episode.startedAtMs(),
                episode.firedAtMs(),
                episode.pagedAtMs(),
                OptionalLong.of(atMs));
    }

    /** Those that have resolved and those that still fire, in the order in which they fired. */
    public List<Episode> all() {
        List<Episode> all = new ArrayList<>(closed);
        all.addAll(open.values());
        all.sort(ORDER);
        return all;
    }
}
