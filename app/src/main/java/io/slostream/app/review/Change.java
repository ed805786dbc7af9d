// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.review;

import java.time.Duration;
import java.util.List;

/**
 * One way of judging a history against another: what would have paged.
 *
 * @param before as it was
 * @param after as it would be
 * @param episodes of every alert that fired under either, by time
 * @param budgets those that differ at the end
 */
public record Change(Judged before, Judged after, List<EpisodeChange> episodes, List<BudgetChange> budgets) {
    private static final double WEEK_MS = Duration.ofDays(7).toMillis();

    public Change {
        episodes = List.copyOf(episodes);
        budgets = List.copyOf(budgets);
    }

    /** Compares. */
    public static Change between(Judged before, Judged after) {
        return new Change(
                before,
                after,
                EpisodeChange.between(before.episodes(), after.episodes()),
                BudgetChange.between(before, after));
    }

    /** How many more pages a week there would be if every week were like this history; negative: fewer. */
    public double extraPagesPerWeek() {
        long spanMs = before.toMs() - before.fromMs();
        return spanMs <= 0 ? 0 : (after.pages() - before.pages()) * WEEK_MS / spanMs;
    }

    /** How many episodes changed in this way. */
    public long count(EpisodeChange.Sort sort) {
        return episodes.stream().filter(change -> change.sort() == sort).count();
    }
}
