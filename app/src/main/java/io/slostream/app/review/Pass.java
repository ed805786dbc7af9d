// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.review;

import io.slostream.topology.judge.SloStatus;
import io.slostream.topology.judge.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** Gathers what one judging of a history says, as far as somebody wants to see it. */
public final class Pass {
    private final Predicate<SloGroup> shown;
    private final List<Verdict> verdicts = new ArrayList<>();
    private final Episodes episodes = new Episodes();
    private final Map<SloGroup, SloStatus> last = new HashMap<>();

    /** A pass of which these SLOs of groups are looked at. */
    public Pass(Predicate<SloGroup> shown) {
        this.shown = shown;
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
        }
    }

    /**
     * What was gathered.
     *
     * @param fromMs first boundary that was asked for; empty: the first verdict's
     * @param toMs last boundary that was judged
     */
    public Judged judged(OptionalLong fromMs, long toMs) {
        long first = verdicts.isEmpty() ? toMs : verdicts.get(0).transition().atMs();
        return new Judged(verdicts, episodes.all(), last, fromMs.orElse(first), toMs);
    }
}
