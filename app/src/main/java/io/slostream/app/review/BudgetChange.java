// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.review;

import io.slostream.alerting.budget.PeriodBudget;
import io.slostream.topology.judge.SloStatus;
import io.slostream.topology.judge.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeSet;

/**
 * What is left of an error budget at the end, under two ways of judging.
 *
 * @param of which SLO of which group
 * @param before share that is left, 1 at most, negative when overspent; empty where there is none
 * @param after likewise, under the other way
 */
public record BudgetChange(SloGroup of, OptionalDouble before, OptionalDouble after) {
    /** Less than this is not worth a line. */
    private static final double NOTICEABLE = 0.000_5;

    /** Those that differ noticeably, the greatest difference first. */
    public static List<BudgetChange> between(Judged before, Judged after) {
        TreeSet<SloGroup> all = new TreeSet<>(before.last().keySet());
        all.addAll(after.last().keySet());
        List<BudgetChange> changes = new ArrayList<>();
        for (SloGroup one : all) {
            BudgetChange change = new BudgetChange(
                    one,
                    remaining(before.last().get(one)),
                    remaining(after.last().get(one)));
            if (change.before.isPresent() != change.after.isPresent() || change.difference() >= NOTICEABLE) {
                changes.add(change);
            }
        }
        changes.sort(
                Comparator.comparingDouble(BudgetChange::difference).reversed().thenComparing(BudgetChange::of));
        return changes;
    }

    private double difference() {
        return Math.abs(before.orElse(0) - after.orElse(0));
    }

    private static OptionalDouble remaining(SloStatus status) {
        if (status == null) {
            return OptionalDouble.empty();
        }
        Verdict.Reading period = status.windows().get(status.windows().size() - 1);
        return period.errorBudget()
                .map(share -> new PeriodBudget(share, period.windowMs()).remaining(period.bad(), period.total()))
                .orElse(OptionalDouble.empty());
    }
}
