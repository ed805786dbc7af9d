// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.review;

import java.util.Comparator;

/**
 * An SLO of a group.
 *
 * @param slo name of the SLO
 * @param group specialist, resource class or all
 */
public record SloGroup(String slo, String group) implements Comparable<SloGroup> {
    private static final Comparator<SloGroup> ORDER =
            Comparator.comparing(SloGroup::slo).thenComparing(SloGroup::group);

    @Override
    public int compareTo(SloGroup other) {
        return ORDER.compare(this, other);
    }
}
