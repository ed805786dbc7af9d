// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.review;

import io.slostream.topology.VersionedDefinition;
import io.slostream.topology.accumulate.Accounting;
import io.slostream.topology.judge.MinutePane;
import io.slostream.topology.judge.SloStatus;
import io.slostream.topology.judge.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Gathers what one judging of a history says, as far as somebody wants to see it. */
public final class Pass {
    private final Predicate<SloGroup> shown;
    private final List<Verdict> verdicts = new ArrayList<>();
    private final Episodes episodes = new Episodes();
    private final Map<SloGroup, SloStatus> last = new HashMap<>();
    private final Map<SloGroup, Timeline> timelines = new HashMap<>();
    private final boolean withTimelines;

    /**
     * A pass.
     *
     * @param shown which SLOs of groups are looked at
     * @param withTimelines whether it is kept how they went
     */
    public Pass(Predicate<SloGroup> shown, boolean withTimelines) {
        this.shown = shown;
        this.withTimelines = withTimelines;
    }

    /** Takes in a transition; in order of boundary. */
    public void verdict(Verdict verdict) {
        if (shown.test(new SloGroup(verdict.key().slo(), verdict.key().group()))) {
            verdicts.add(verdict);
            episodes.take(verdict);
        }
    }

    /** Takes in how an SLO of a group stands. */
    public void summary(SloStatus status) {
        SloGroup of = new SloGroup(status.slo(), status.group());
        if (shown.test(of)) {
            last.put(of, status);
            if (withTimelines && !status.alerts().isEmpty()) {
                timelines.computeIfAbsent(of, absent -> new Timeline()).take(status);
            }
        }
    }

    /** Takes in what was counted in a minute. */
    public void pane(MinutePane pane) {
        SloGroup of = new SloGroup(pane.slo(), pane.group());
        if (withTimelines && timelines.containsKey(of)) {
            timelines.get(of).take(pane);
        }
    }

    /**
     * What was gathered.
     *
     * @param fromMs first boundary that was reported
     * @param toMs last boundary that was judged
     */
    public Judged judged(Accounting accounting, List<VersionedDefinition> definitions, long fromMs, long toMs) {
        return new Judged(verdicts, episodes.all(), last, timelines, Map.of(), accounting, definitions, fromMs, toMs);
    }
}
