// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.window;

import io.slostream.alerting.judge.WindowCounts;
import io.slostream.topology.Exclusion;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.state.KeyValueState;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What exclusions take from one SLO of one group: the windows of its series less the counts of masked panes, which are
 * kept in rings of their own. Without an exclusion there are no such rings, and nothing costs more than a null check.
 *
 * <p>Counts that come while an exclusion is known are masked if it touches their own pane. When one comes for a time
 * that was counted already, whole slots are masked, in all windows alike, as finely as that time is still held: in panes
 * of 5 s as far back as the ring of the finest windows reaches, then in minutes, and so on; what was counted in the
 * present calendar month before the coarsest ring begins stays. Exclusions that overlap mask once.
 */
public final class SloMask implements WindowCounts {
    private final String slo;
    private final String group;
    private final SeriesWindows windows;
    /** Numbers of all windows of the series. */
    private final int[] all;

    private final TimeGrid grid;
    private final KeyValueState<MaskKey, long[]> state;
    /** Those that some window may still reach, in the order in which they became visible. */
    private final List<Exclusion> exclusions = new ArrayList<>();
    /** Null while there is no exclusion. */
    private SeriesWindows masked;

    /**
     * The mask as it stands where its series' windows stand.
     *
     * @param known the exclusions that are visible, in order; those of other SLOs and groups are passed over
     */
    public SloMask(
            String slo,
            String group,
            SeriesWindows windows,
            TimeGrid grid,
            KeyValueState<MaskKey, long[]> state,
            List<Exclusion> known) {
        this.slo = slo;
        this.group = group;
        this.windows = windows;
        this.all = IntStream.range(0, windows.windows().size()).toArray();
        this.grid = grid;
        this.state = state;
        known.stream().filter(this::concerns).forEach(exclusions::add);
        if (!exclusions.isEmpty()) {
            masked = open();
            forget();
        }
    }

    private SeriesWindows open() {
        return new SeriesWindows(
                RingBlocks.ofMask(slo, group, state),
                windows.windows(),
                grid,
                windows.countingStartMs(),
                windows.boundaryMs());
    }

    private boolean concerns(Exclusion exclusion) {
        return exclusion.concerns(slo, group);
    }

    /**
     * Takes in an exclusion that has become visible, for the panes that are counted and those to come. The windows of the
     * series have been advanced to this boundary.
     *
     * @return whether it concerns this SLO and group
     */
    public boolean add(Exclusion exclusion) {
        if (!concerns(exclusion)) {
            return false;
        }
        if (masked == null) {
            masked = open();
        }
        masked.advance(windows.boundaryMs());
        exclusions.add(exclusion);
        windows.copyMissing(exclusion.fromMs(), exclusion.toMs(), masked);
        return true;
    }

    /** Follows the windows of the series, which have been advanced. */
    public void advance() {
        if (masked != null) {
            masked.advance(windows.boundaryMs());
            forget();
        }
    }

    /** No window reaches an exclusion that ends at its old edge, and no count of its time will come into one. */
    private void forget() {
        long oldestMs = windows.oldestStartMs(all);
        exclusions.removeIf(exclusion -> exclusion.toMs() <= oldestMs);
        if (exclusions.isEmpty()) {
            masked = null; // its blocks hold nothing that a window reaches
        }
    }

    /** Follows the series: counts of a pane have been added to it. */
    public void add(int level, long paneStartMs, long good, long total) {
        if (masked != null && hides(paneStartMs, grid.levels().get(level).paneMs())) {
            masked.add(level, paneStartMs, good, total);
        }
    }

    private boolean hides(long paneStartMs, long paneMs) {
        for (Exclusion exclusion : exclusions) {
            if (exclusion.masks(paneStartMs, paneMs)) {
                return true;
            }
        }
        return false;
    }

    /** Whether an event of this time lies in a masked pane. */
    public boolean hides(long eventTimeMs) {
        return masked != null && hides(grid.floor(eventTimeMs), grid.paneMs());
    }

    /** Whether the present boundary lies in an exclusion. */
    public boolean isExcludedNow() {
        for (Exclusion exclusion : exclusions) {
            if (exclusion.holds(windows.boundaryMs())) {
                return true;
            }
        }
        return false;
    }

    /** Events of a window that are masked. */
    public long excluded(int window) {
        return masked == null ? 0 : masked.total(window);
    }

    /** The exclusions that have begun and mask a part of some of these windows, in the order in which they arrived. */
    public List<Exclusion> of(int[] ofWindows) {
        if (exclusions.isEmpty()) {
            return List.of();
        }
        long oldestMs = windows.oldestStartMs(ofWindows);
        return exclusions.stream()
                .filter(exclusion -> exclusion.fromMs() < windows.boundaryMs() && exclusion.toMs() > oldestMs)
                .toList();
    }

    /**
     * An instant before which {@link #of} stays as it is, unless an exclusion arrives; not before the present boundary,
     * the greatest long when nothing will change.
     */
    public long unchangedUntilMs(int[] ofWindows) {
        long until = Long.MAX_VALUE;
        for (Exclusion exclusion : exclusions) {
            long change = windows.boundaryMs() <= exclusion.fromMs()
                    ? exclusion.fromMs() + 1
                    : windows.startsAfterAtLeastMs(ofWindows, exclusion.toMs());
            until = Math.min(until, Math.max(change, windows.boundaryMs() + 1));
        }
        return until;
    }

    @Override
    public long good(int window) {
        return masked == null ? windows.good(window) : windows.good(window) - masked.good(window);
    }

    @Override
    public long total(int window) {
        return masked == null ? windows.total(window) : windows.total(window) - masked.total(window);
    }

    @Override
    public long coveredMs(int window) {
        return windows.coveredMs(window);
    }

    @Override
    public long startMs(int window) {
        return windows.startMs(window);
    }

    @Override
    public long lengthMs(int window) {
        return windows.lengthMs(window);
    }
}
