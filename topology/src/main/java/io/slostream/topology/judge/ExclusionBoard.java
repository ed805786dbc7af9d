// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import io.slostream.alerting.definition.Window;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.Exclusion;
import io.slostream.topology.state.KeyValueState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The exclusions that one stage-2 partition knows, in the order in which they become visible, and how far their sources
 * have come.
 *
 * <p>At most {@value #MAX_KEPT} are kept: one that becomes visible while so many others may still mask something is
 * refused for good. That is decided in the order of their boundaries, once all sources are complete for them, so it is
 * the same in every run.
 */
final class ExclusionBoard {
    /** So many masks and lines in a summary are a mistake, or an attack. */
    static final int MAX_KEPT = 1_000;
    /**
     * How far before a boundary any window may begin, under whatever definition: what is refused must not depend on when
     * which instance learns of a version.
     */
    static final long REACH_MS = Math.max(Window.Rolling.LONGEST_MS, Window.CalendarMonth.LONGEST_MS)
            + Duration.ofDays(1).toMillis();

    private final KeyValueState<Exclusion.Key, Exclusion> state;
    private final KindCursor sources = new KindCursor(TelemetryKind.EXCLUSION, Long.MIN_VALUE);
    private final boolean isAwaited;
    private final NavigableMap<Exclusion.Key, Exclusion> kept = new TreeMap<>();
    private final NavigableMap<Exclusion.Key, Exclusion> waiting = new TreeMap<>();
    private final List<Exclusion> refused = new ArrayList<>();

    /**
     * A board over its state; {@link #restored} follows when the watermarks have been told.
     *
     * @param isAwaited whether verdicts wait for sources that carry nothing but exclusions
     */
    ExclusionBoard(boolean isAwaited, KeyValueState<Exclusion.Key, Exclusion> state) {
        this.state = state;
        this.isAwaited = isAwaited;
        state.forEach(waiting::put);
    }

    /** Takes up the work: what became visible at boundaries that the sources have completed was decided before. */
    void restored() {
        sources.target().ifPresent(this::admitAll);
    }

    private void admitAll(long completeMs) {
        NavigableMap<Exclusion.Key, Exclusion> visible = waiting.headMap(Exclusion.Key.after(completeMs), true);
        kept.putAll(visible);
        visible.clear();
    }

    /** Takes in an exclusion that waits for its boundary. */
    void accept(Exclusion exclusion) {
        waiting.put(exclusion.key(), exclusion);
        state.put(exclusion.key(), exclusion);
    }

    /** Takes in what a source says of itself, without deciding anything: {@link #restored} or {@link #decide} follows. */
    void setWatermark(int partition, long watermarkMs, int ofSources) {
        sources.setWatermark(partition, watermarkMs, ofSources);
    }

    /** Decides which exclusions are kept, as far as all sources are complete. */
    void decide() {
        OptionalLong complete = waiting.isEmpty() ? OptionalLong.empty() : sources.target();
        if (complete.isEmpty()) {
            return;
        }
        Collection<Exclusion> visible =
                waiting.headMap(Exclusion.Key.after(complete.getAsLong()), true).values();
        for (Exclusion exclusion : visible) {
            if (isFull(exclusion.key().boundaryMs())) {
                refused.add(exclusion);
                state.delete(exclusion.key());
            } else {
                kept.put(exclusion.key(), exclusion);
            }
        }
        visible.clear();
    }

    private boolean isFull(long boundaryMs) {
        return kept.size() >= MAX_KEPT
                && kept.values().stream()
                                .filter(other -> !isPast(other, boundaryMs))
                                .count()
                        >= MAX_KEPT;
    }

    /** Whether an exclusion lies before every window of this boundary, and so of all that follow. */
    private boolean isPast(Exclusion exclusion, long boundaryMs) {
        return exclusion.toMs() <= boundaryMs - REACH_MS;
    }

    /** Forgets what no window will reach any more. */
    void forgetBefore(long boundaryMs) {
        kept.values().removeIf(exclusion -> {
            boolean past = isPast(exclusion, boundaryMs);
            if (past) {
                state.delete(exclusion.key());
            }
            return past;
        });
    }

    /** Those that were refused since the last call. */
    List<Exclusion> takeRefused() {
        if (refused.isEmpty()) {
            return List.of();
        }
        List<Exclusion> taken = List.copyOf(refused);
        refused.clear();
        return taken;
    }

    /** The boundary up to which a kind can be evaluated, given how far its own sources are complete. */
    OptionalLong limit(OptionalLong target) {
        OptionalLong complete = isAwaited ? sources.target() : target;
        return target.isEmpty() || complete.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(Math.min(target.getAsLong(), complete.getAsLong()));
    }

    /** Those that are visible at a boundary, in order. */
    List<Exclusion> visibleAt(long boundaryMs) {
        return kept.isEmpty()
                ? List.of()
                : List.copyOf(
                        kept.headMap(Exclusion.Key.after(boundaryMs), true).values());
    }

    /** Those that have become visible after one boundary and up to another, in order. */
    List<Exclusion> newAt(long afterMs, long boundaryMs) {
        return kept.isEmpty()
                ? List.of()
                : List.copyOf(kept.subMap(Exclusion.Key.after(afterMs), false, Exclusion.Key.after(boundaryMs), true)
                        .values());
    }

    /** The first boundary after this one at which one becomes visible; the greatest long when none is known. */
    long nextAfterMs(long boundaryMs) {
        Exclusion.Key next = kept.isEmpty() ? null : kept.higherKey(Exclusion.Key.after(boundaryMs));
        return next == null ? Long.MAX_VALUE : next.boundaryMs();
    }
}
