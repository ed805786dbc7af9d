// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import java.util.Comparator;

/**
 * Key of what was last summarised.
 *
 * @param slo SLO name
 * @param group specialist, or the group of all others
 */
public record SummaryKey(String slo, String group) implements Comparable<SummaryKey> {
    private static final Comparator<SummaryKey> ORDER =
            Comparator.comparing(SummaryKey::slo).thenComparing(SummaryKey::group);

    @Override
    public int compareTo(SummaryKey other) {
        return ORDER.compare(this, other);
    }
}
