// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.review;

import io.slostream.topology.VersionedDefinition;
import io.slostream.topology.accumulate.Accounting;
import io.slostream.topology.judge.SloStatus;
import io.slostream.topology.judge.Verdict;
import java.util.List;
import java.util.Map;

/**
 * What one way of judging made of a history.
 *
 * @param verdicts transitions of the reported time, in order of boundary, then key
 * @param episodes the times that an alert fired
 * @param last how each SLO of each group stood at the end, by SLO and group
 * @param timelines how each went, where that was asked for
 * @param accounting where the events went
 * @param definitions what judged, oldest first
 * @param fromMs first boundary that was reported, epoch milliseconds
 * @param toMs last boundary that was judged
 */
public record Judged(
        List<Verdict> verdicts,
        List<Episode> episodes,
        Map<SloGroup, SloStatus> last,
        Map<SloGroup, Timeline> timelines,
        Accounting accounting,
        List<VersionedDefinition> definitions,
        long fromMs,
        long toMs) {
    public Judged {
        verdicts = List.copyOf(verdicts);
        episodes = List.copyOf(episodes);
        last = Map.copyOf(last);
        timelines = Map.copyOf(timelines);
        definitions = List.copyOf(definitions);
    }

    /** How many of the episodes are pages. */
    public long pages() {
        return episodes.stream().filter(Episode::isPage).count();
    }

    /** The definitions that judged last. */
    public VersionedDefinition definition() {
        return definitions.get(definitions.size() - 1);
    }
}
