// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.summary;

import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.state.AlertState;
import io.slostream.alerting.state.AlertTransition;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.schemas.topic.TopicSpec;
import io.slostream.topology.VersionedDefinition;
import io.slostream.topology.judge.AlertKey;
import io.slostream.topology.judge.MinutePane;
import io.slostream.topology.judge.SloStatus;
import io.slostream.topology.judge.Verdict;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;

/**
 * Turns what stage 2 says into the records of {@code slo.transitions.v1}, {@code slo.alerts.v1} and {@code
 * slo.summaries.v1}. Nothing but verdict, summary and definitions enters, so live, catch-up and replay write the same
 * bytes. Keys are {@code slo/alert/group} and {@code slo/group}; of these names only the group may hold a slash.
 */
public final class OutputRecords {
    private final Map<String, SloRecords> slos = new HashMap<>();

    /**
     * Records under one definition set.
     *
     * @param definitionHash hash of everything that decides verdicts, lower-case hex
     * @param definitionVersion offset of the set in {@code slo.definitions.v1}; −1 when it came from files
     */
    public OutputRecords(DefinitionSet definitions, String definitionHash, long definitionVersion) {
        for (SloDefinition slo : definitions.slos()) {
            slos.put(slo.name(), new SloRecords(slo, definitionHash, definitionVersion));
        }
    }

    /** Records of an SLO are under this version from now on. */
    public void inForce(VersionedDefinition version, String slo) {
        slos.put(slo, new SloRecords(version.slo(slo).orElseThrow(), version.hash(), version.version()));
    }

    /** What says that an SLO of a group is no more: a record without a value, which compaction forgets. */
    public OutputRecord removed(String slo, String group, long atMs) {
        return new OutputRecord(TopicCatalog.SUMMARIES, slo + "/" + group, atMs, null);
    }

    /** The audit record that every verdict becomes. */
    public OutputRecord transition(Verdict verdict) {
        GenericRecord value = judged(TopicCatalog.TRANSITIONS, verdict);
        value.put("previous_state", verdict.before().word());
        return record(TopicCatalog.TRANSITIONS, verdict, value);
    }

    /** The record for pagers of a verdict that concerns them. */
    public OutputRecord alert(Verdict verdict) {
        return record(TopicCatalog.ALERTS, verdict, judged(TopicCatalog.ALERTS, verdict));
    }

    /** The record that a summary becomes. */
    public OutputRecord summary(SloStatus status) {
        return new OutputRecord(
                TopicCatalog.SUMMARIES,
                status.slo() + "/" + status.group(),
                status.atMs(),
                SummaryRecords.of(ofSlo(status.slo()), status));
    }

    /** The record that the counts of a minute become. */
    public OutputRecord pane(MinutePane pane) {
        return new OutputRecord(
                TopicCatalog.PANES,
                pane.slo() + "/" + pane.group(),
                pane.atMs(),
                PaneRecords.of(ofSlo(pane.slo()), pane));
    }

    /** The record of where an alert stands at the end of an hour. */
    public OutputRecord alertState(AlertKey alert, AlertState state, long atMs) {
        return new OutputRecord(
                TopicCatalog.PANES,
                alert.slo() + "/" + alert.group(),
                atMs,
                PaneRecords.of(ofSlo(alert.slo()), alert.group(), alert.alert(), state, atMs));
    }

    private GenericRecord judged(TopicSpec topic, Verdict verdict) {
        SloRecords slo = ofSlo(verdict.key().slo());
        AlertTransition transition = verdict.transition();
        GenericRecord value = slo.start(topic, verdict.key().group(), transition.atMs());
        value.put("alert", verdict.key().alert());
        SloRecords.putEnum(value, "state", transition.kind().word());
        SloRecords.putEnum(value, "severity", transition.severity().word());
        value.put("sequence", transition.atMs());
        value.put("started_at", SloRecords.timeOrNull(transition.startedAtMs()));
        value.put("fired_at", SloRecords.timeOrNull(transition.firedAtMs()));
        value.put("resolved_at", SloRecords.timeOrNull(transition.resolvedAtMs()));
        value.put("reason", transition.reason().word());
        value.put("summary", Sentence.of(verdict, slo));
        slo.putWindows(
                value,
                verdict.windows().stream()
                        .sorted(Comparator.comparingLong(Verdict.Reading::windowMs))
                        .toList());
        slo.putBudget(value, verdict.present(), verdict.period());
        value.put(
                "coverage",
                verdict.windows().stream()
                        .mapToDouble(Verdict.Reading::coverage)
                        .min()
                        .orElse(0));
        slo.putEvidence(value, verdict.evidence());
        value.put("link", Link.of(verdict));
        return value;
    }

    private static OutputRecord record(TopicSpec topic, Verdict verdict, GenericRecord value) {
        AlertKey key = verdict.key();
        String text = String.join("/", key.slo(), key.alert(), key.group());
        return new OutputRecord(topic, text, verdict.transition().atMs(), value);
    }

    private SloRecords ofSlo(String name) {
        SloRecords slo = slos.get(name);
        if (slo == null) {
            throw new IllegalArgumentException("no SLO " + name + " among " + slos.keySet());
        }
        return slo;
    }
}
