// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import io.slostream.alerting.budget.Ratio;
import java.util.List;
import java.util.Optional;

/**
 * A burn-rate condition before it meets an objective.
 *
 * @param rate burn rate that both windows must exceed, above 0
 * @param longMs long window, milliseconds
 * @param shortMs short window, milliseconds
 */
record BurnTier(Severity severity, Ratio rate, long longMs, long shortMs) {

    /** The condition on bad ratios: limit = rate × (1 − objective), exact. */
    Tier toTier(Ratio objective) {
        Ratio limit = rate.times(objective.complement());
        return new Tier(
                severity, Optional.of(rate), List.of(new Tier.Bound(longMs, limit), new Tier.Bound(shortMs, limit)));
    }

    static List<Tier> toTiers(List<BurnTier> tiers, Ratio objective) {
        return tiers.stream().map(tier -> tier.toTier(objective)).toList();
    }

    /** {@code 1h/5m}. */
    String windows() {
        return Durations.format(longMs) + "/" + Durations.format(shortMs);
    }
}
