// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.review;

import io.slostream.topology.VersionedDefinition;
import io.slostream.topology.accumulate.Accounting;
import io.slostream.topology.judge.AlertKey;
import io.slostream.topology.judge.SloStatus;
import io.slostream.topology.judge.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one way of judging made of a history.
 *
 * @param verdicts transitions of the reported time, in order of boundary, then key
 * @param episodes the times that an alert fired
 * @param last how each SLO of each group stood at the end, by SLO and group
 * @param timelines how each went, where that was asked for
 * @param evidence fields of the bad events that {@link #fired} alerts name, where they could be had
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
        Map<Coordinates, Map<String, Object>> evidence,
        Accounting accounting,
        List<VersionedDefinition> definitions,
        long fromMs,
        long toMs) {
    public Judged {
        verdicts = List.copyOf(verdicts);
        episodes = List.copyOf(episodes);
        last = Map.copyOf(last);
        timelines = Map.copyOf(timelines);
        evidence = Map.copyOf(evidence);
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

    /** The first verdict of each alert that told pagers of it with evidence: what a reviewer asks about. */
    public List<Verdict> fired() {
        Map<AlertKey, Verdict> first = new LinkedHashMap<>();
        verdicts.stream()
                .filter(verdict -> verdict.transition().kind().concernsPagers()
                        && !verdict.evidence().isEmpty())
                .forEach(verdict -> first.putIfAbsent(verdict.key(), verdict));
        return List.copyOf(first.values());
    }

    /** Where the bad events of a verdict stand in the log. */
    public List<Coordinates> places(Verdict verdict) {
        return definition()
                .slo(verdict.key().slo())
                .map(slo -> verdict.evidence().stream()
                        .map(event ->
                                new Coordinates(slo.indicator().of().topic(), event.partition(), event.position()))
                        .toList())
                .orElse(List.of());
    }

    /** The same with the events at those places. */
    public Judged with(Map<Coordinates, Map<String, Object>> events) {
        return new Judged(verdicts, episodes, last, timelines, events, accounting, definitions, fromMs, toMs);
    }
}
