// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.window;

import java.util.Comparator;

/**
 * Key of one block of what is masked. The set of keys of an SLO and group is fixed, as that of {@link RingKey}; there
 * are none before its first exclusion.
 *
 * @param slo name of the SLO
 * @param group specialist, resource class or all
 * @param level level of the ring, or from {@link MonthSum#FIRST_LEVEL} on a month
 * @param block number of the block in the ring, from 0
 */
public record MaskKey(String slo, String group, int level, int block) implements Comparable<MaskKey> {
    private static final Comparator<MaskKey> ORDER = Comparator.comparing(MaskKey::slo)
            .thenComparing(MaskKey::group)
            .thenComparingInt(MaskKey::level)
            .thenComparingInt(MaskKey::block);

    @Override
    public int compareTo(MaskKey other) {
        return ORDER.compare(this, other);
    }
}
