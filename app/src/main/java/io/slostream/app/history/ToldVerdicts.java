// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.history;

import io.slostream.topology.DefinitionVersions;
import io.slostream.topology.VersionedDefinition;
import io.slostream.topology.judge.MinutePane;
import io.slostream.topology.judge.SloStatus;
import io.slostream.topology.judge.Verdict;
import io.slostream.topology.judge.VerdictSink;
import io.slostream.topology.summary.OutputRecord;
import io.slostream.topology.summary.OutputRecords;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Verdicts as the records that the engine wrote of them, held until nothing can come before them any more: kinds are
 * judged one after the other, and reported together.
 */
final class ToldVerdicts implements VerdictSink {
    /** Sorting is stable: the alert of a boundary comes after its transition. */
    private static final Comparator<Told> ORDER = Comparator.comparingLong(
                    (Told told) -> told.verdict().transition().atMs())
            .thenComparing(told -> told.verdict().key());

    private final DefinitionVersions versions;
    private final OutputRecords records;
    private final long fromMs;
    private final long toMs;
    private final HistoryListener listener;
    private final List<Told> held = new ArrayList<>();

    private record Told(Verdict verdict, OutputRecord record) {}

    ToldVerdicts(DefinitionVersions versions, HistoryOptions options, HistoryListener listener) {
        VersionedDefinition first = versions.first();
        this.versions = versions;
        this.records = new OutputRecords(first.definition().slos(), first.hash(), first.version());
        this.fromMs = options.fromMs().orElse(Long.MIN_VALUE);
        this.toMs = options.toMs().orElse(Long.MAX_VALUE);
        this.listener = listener;
    }

    @Override
    public void verdict(Verdict verdict) {
        hold(verdict, records.transition(verdict));
    }

    @Override
    public void alert(Verdict verdict) {
        hold(verdict, records.alert(verdict));
    }

    @Override
    public void inForce(String slo, long version) {
        records.inForce(versions.require(version), slo);
    }

    @Override
    public void summary(SloStatus status) {
        if (status.atMs() <= toMs) {
            listener.summary(status);
        }
    }

    @Override
    public void pane(MinutePane pane) {
        if (pane.atMs() <= toMs) {
            listener.pane(pane);
        }
    }

    private void hold(Verdict verdict, OutputRecord record) {
        if (record.timestampMs() >= fromMs) {
            held.add(new Told(verdict, record));
        }
    }

    /** Reports what belongs to boundaries up to this one: all of it is known. */
    void report(long completeMs) {
        held.sort(ORDER);
        int done = 0;
        while (done < held.size() && held.get(done).record().timestampMs() <= completeMs) {
            Told next = held.get(done++);
            listener.told(next.verdict(), next.record());
        }
        held.subList(0, done).clear();
    }
}
