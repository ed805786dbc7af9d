// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology;

import java.util.Comparator;
import java.util.Optional;

/**
 * A span of time that SLOs are not held to. It masks panes from the boundary at which it arrived; what was judged before
 * stays as it was.
 *
 * @param key when it became visible, and which one it is
 * @param specialist group that is masked; empty: every group
 * @param slo name of the SLO that is masked; empty: every SLO
 * @param fromMs first instant that is masked, epoch milliseconds
 * @param toMs first instant that is masked no more, after {@code fromMs}
 * @param reason why, for people
 * @param who who answers for it
 */
public record Exclusion(
        Key key, Optional<String> specialist, Optional<String> slo, long fromMs, long toMs, String reason, String who) {

    /**
     * Names an exclusion; in the order in which they become visible.
     *
     * @param boundaryMs the first boundary whose verdict sees it, epoch milliseconds
     * @param partition source partition, or number of the file
     * @param position offset in the partition, or line in the file
     */
    public record Key(long boundaryMs, int partition, long position) implements Comparable<Key> {
        private static final Comparator<Key> ORDER = Comparator.comparingLong(Key::boundaryMs)
                .thenComparingInt(Key::partition)
                .thenComparingLong(Key::position);

        /** A key that stands before all that become visible after a boundary, and behind all others. */
        public static Key after(long boundaryMs) {
            return new Key(boundaryMs, Integer.MAX_VALUE, Long.MAX_VALUE);
        }

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /** Whether it masks an SLO of a group. */
    public boolean concerns(String sloName, String group) {
        return slo.orElse(sloName).equals(sloName) && specialist.orElse(group).equals(group);
    }

    /** Whether an instant is masked. */
    public boolean holds(long timeMs) {
        return timeMs >= fromMs && timeMs < toMs;
    }

    /** Whether a pane is masked: also one that the exclusion touches in part, since a pane cannot be taken apart. */
    public boolean masks(long paneStartMs, long paneMs) {
        return paneStartMs < toMs && paneStartMs + paneMs > fromMs;
    }
}
