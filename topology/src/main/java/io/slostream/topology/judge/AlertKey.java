// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import java.util.Comparator;

/**
 * Identity of an alert; key of its state and of its records.
 *
 * @param slo SLO name
 * @param alert alert name
 * @param group specialist, or the group of all others
 */
public record AlertKey(String slo, String alert, String group) implements Comparable<AlertKey> {
    private static final Comparator<AlertKey> ORDER =
            Comparator.comparing(AlertKey::slo).thenComparing(AlertKey::alert).thenComparing(AlertKey::group);

    @Override
    public int compareTo(AlertKey other) {
        return ORDER.compare(this, other);
    }
}
