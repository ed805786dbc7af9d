// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.state;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.Compat;
import io.slostream.alerting.definition.NoDataPolicy.AlertAfter;
import io.slostream.alerting.definition.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * How an alert's state passes to another definition of the alert, between the last evaluation under the old one and the
 * first under the new one. The alert, known by its name, stays the same: its timers run on under the new durations, and
 * whatever ends by the change alone is told at that first evaluation with reason {@code redefined}.
 *
 * <p>A tier of the new definition takes up the state of one old tier: of that with the same windows and severity, else
 * with the same windows, else the next one that is left; each old tier once. A tier that finds none begins inactive. A
 * page is not taken back by editing a file: an alert that fires goes on firing under a longer {@code for}.
 *
 * <p>Prometheus instead knows a rule by name and labels, here the tier's severity: equal ones are matched in their order
 * whatever their windows, and another severity begins anew (rules/group.go, {@code CopyState}). Under {@link
 * Compat#PROMETHEUS} so do we, and {@link TierMachine} takes an alert back to pending when it has not yet lasted for the
 * new {@code for}.
 */
public final class Adoption {
    private static final List<BiPredicate<Tier, Tier>> OURS =
            List.of(Adoption::alike, Adoption::haveSameWindows, Adoption::areLeft);
    private static final List<BiPredicate<Tier, Tier>> AS_IN_PROMETHEUS = List.of(Adoption::haveSameSeverity);

    private Adoption() {}

    /**
     * The state with which the new definition goes on.
     *
     * @param before the definition that judged until now
     * @param after the definition that judges from the next evaluation on
     * @param state where the alert stands under {@code before}
     */
    public static AlertState adopt(AlertDefinition before, AlertDefinition after, AlertState state) {
        return new AlertState(
                tiers(before, after, state),
                after.noData() instanceof AlertAfter ? state.silence() : TierState.INACTIVE,
                state.startedAtMs(),
                state.firedAtMs(),
                state.severity(),
                state.noDataReported(),
                state.suppressedReported());
    }

    private static List<TierState> tiers(AlertDefinition before, AlertDefinition after, AlertState state) {
        TierState[] adopted = new TierState[after.tiers().size()];
        boolean[] taken = new boolean[before.tiers().size()];
        for (BiPredicate<Tier, Tier> match : after.compat() == Compat.PROMETHEUS ? AS_IN_PROMETHEUS : OURS) {
            for (int tier = 0; tier < adopted.length; tier++) {
                for (int old = 0; old < taken.length && adopted[tier] == null; old++) {
                    if (!taken[old]
                            && match.test(before.tiers().get(old), after.tiers().get(tier))) {
                        adopted[tier] = state.tiers().get(old);
                        taken[old] = true;
                    }
                }
            }
        }
        List<TierState> tiers = new ArrayList<>();
        for (TierState tier : adopted) {
            tiers.add(tier == null ? TierState.INACTIVE : tier);
        }
        return tiers;
    }

    private static boolean alike(Tier one, Tier other) {
        return haveSameWindows(one, other) && haveSameSeverity(one, other);
    }

    private static boolean haveSameWindows(Tier one, Tier other) {
        return windows(one).equals(windows(other));
    }

    private static boolean haveSameSeverity(Tier one, Tier other) {
        return one.severity() == other.severity();
    }

    private static boolean areLeft(Tier one, Tier other) {
        return true;
    }

    private static List<Long> windows(Tier tier) {
        return tier.bounds().stream().map(Tier.Bound::windowMs).toList();
    }
}
