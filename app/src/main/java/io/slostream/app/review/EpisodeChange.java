// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.review;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An alert under one way of judging against the same alert under another.
 *
 * @param before as it was; empty when the other way alone has it
 * @param after as it would be; empty when it would not have fired
 */
public record EpisodeChange(Optional<Episode> before, Optional<Episode> after) {

    /** What becomes of an episode. */
    public enum Sort {
        /** It would have fired besides. */
        ADDED,
        /** It would not have fired. */
        LOST,
        /** It would have fired, resolved or paged at another time, or with another severity. */
        MOVED,
        /** Nothing differs. */
        SAME;

        /** As it is printed. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What becomes of it. */
    public Sort sort() {
        if (before.isEmpty()) {
            return Sort.ADDED;
        } else if (after.isEmpty()) {
            return Sort.LOST;
        }
        Episode one = before.get();
        Episode other = after.get();
        boolean same = one.firedAtMs() == other.firedAtMs()
                && one.resolvedAtMs().equals(other.resolvedAtMs())
                && one.pagedAtMs().equals(other.pagedAtMs())
                && one.severity() == other.severity();
        return same ? Sort.SAME : Sort.MOVED;
    }

    /** The episode that stands for both. */
    public Episode either() {
        return before.orElseGet(after::orElseThrow);
    }

    /** How much later it would have fired, milliseconds; negative: earlier. 0 where one of the two is not there. */
    public long laterMs() {
        return before.isPresent() && after.isPresent()
                ? after.get().firedAtMs() - before.get().firedAtMs()
                : 0;
    }

    /** How much longer it would have fired, milliseconds; 0 where one of the two is not there or still fires. */
    public long longerMs() {
        Optional<Episode> one = before.filter(episode -> episode.resolvedAtMs().isPresent());
        Optional<Episode> other = after.filter(episode -> episode.resolvedAtMs().isPresent());
        return one.isPresent() && other.isPresent() ? lengthMs(other.get()) - lengthMs(one.get()) : 0;
    }

    private static long lengthMs(Episode episode) {
        return episode.resolvedAtMs().getAsLong() - episode.firedAtMs();
    }

    /**
     * Pairs the episodes of two ways of judging: of one alert, those that fired at the same time for some while, in order.
     * Where one way sees several in the place of one, the first is its partner and the others are added or lost.
     */
    public static List<EpisodeChange> between(List<Episode> before, List<Episode> after) {
        List<Episode> left = new ArrayList<>(after);
        List<EpisodeChange> changes = new ArrayList<>();
        for (Episode episode : before) {
            Optional<Episode> partner = left.stream()
                    .filter(other -> other.key().equals(episode.key()) && other.overlaps(episode))
                    .findFirst();
            partner.ifPresent(left::remove);
            changes.add(new EpisodeChange(Optional.of(episode), partner));
        }
        left.forEach(episode -> changes.add(new EpisodeChange(Optional.empty(), Optional.of(episode))));
        changes.sort(Comparator.comparingLong(
                        (EpisodeChange change) -> change.either().firedAtMs())
                .thenComparing(change -> change.either().key()));
        return changes;
    }
}
