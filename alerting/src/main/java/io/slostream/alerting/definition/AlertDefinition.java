// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import io.slostream.alerting.budget.Ratio;
import java.util.List;

/**
 * One alert of an SLO. Its identity is SLO name + alert name + group.
 *
 * @param name unique in the SLO
 * @param tiers conditions folded into this one alert, as listed; never empty
 * @param holdMs hold duration ({@code for}) in milliseconds: how long a tier's condition must last before it fires
 * @param keepFiringForMs how long a tier keeps firing after its condition ended, milliseconds
 * @param minimumEvents total that every window of a condition needs before an inactive tier may become pending
 * @param minimumBadEvents bad events that every window needs before an inactive tier may become pending
 * @param minimumCoverage share of each window's panes that must have been counted, in [0, 1]; default 0.9
 * @param noData what happens while a condition has no data
 * @param compat whose rules it follows where they differ
 */
public record AlertDefinition(
        String name,
        List<Tier> tiers,
        long holdMs,
        long keepFiringForMs,
        long minimumEvents,
        long minimumBadEvents,
        Ratio minimumCoverage,
        NoDataPolicy noData,
        Compat compat) {

    /**
     * @throws IllegalArgumentException when Prometheus' way with no data comes without the rest of it, or the other way
     *     round: it has no gates
     */
    public AlertDefinition {
        tiers = List.copyOf(tiers);
        boolean ungated = minimumEvents == 0 && minimumBadEvents == 0 && minimumCoverage.equals(Ratio.ZERO);
        boolean like = compat == Compat.PROMETHEUS;
        if (like != noData.equals(NoDataPolicy.NOT_MET) || (like && !ungated)) {
            throw new IllegalArgumentException("compat " + compat + " with noData " + noData + ", minimumEvents "
                    + minimumEvents + ", minimumBadEvents " + minimumBadEvents + ", minimumCoverage "
                    + minimumCoverage + "; Prometheus' rules are NOT_MET and three times 0, ours are not NOT_MET");
        }
    }
}
