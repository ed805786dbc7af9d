// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import io.slostream.alerting.state.AlertState;
import io.slostream.schemas.output.RecordEncoder;
import io.slostream.topology.DefinitionVersions;
import io.slostream.topology.Exclusion;
import io.slostream.topology.VersionedDefinition;
import io.slostream.topology.judge.AlertKey;
import io.slostream.topology.judge.MinutePane;
import io.slostream.topology.judge.SloStatus;
import io.slostream.topology.judge.Verdict;
import io.slostream.topology.judge.VerdictSink;
import io.slostream.topology.summary.OutputRecord;
import io.slostream.topology.summary.OutputRecords;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns verdicts and summaries into encoded records, and forwards them with their boundary as timestamp. */
final class JudgedOutput implements VerdictSink {
    private static final Logger LOG = LoggerFactory.getLogger(JudgedOutput.class);

    private final ProcessorContext<byte[], Judged> context;
    private final RecordEncoder encoder;
    private final OutputRecords records;
    private final DefinitionVersions versions;
    private final RefusedExclusions refused;
    private boolean alerted;

    JudgedOutput(EngineSettings settings, ProcessorContext<byte[], Judged> context) {
        this.context = context;
        this.encoder = new RecordEncoder(settings.outputFormat(), settings.registry());
        this.versions = settings.versions();
        // Every stage-2 partition gets and refuses the same ones: one of them says so.
        Consumer<String> warn = context.taskId().partition() == 0 ? LOG::warn : line -> {};
        this.refused = new RefusedExclusions(context::currentSystemTimeMs, warn);
        VersionedDefinition first = versions.first();
        this.records = new OutputRecords(first.definition().slos(), first.hash(), first.version());
    }

    @Override
    public void verdict(Verdict verdict) {
        forward(records.transition(verdict));
    }

    @Override
    public void alert(Verdict verdict) {
        forward(records.alert(verdict));
        alerted = true;
    }

    @Override
    public void summary(SloStatus status) {
        forward(records.summary(status));
    }

    @Override
    public void inForce(String slo, long version) {
        records.inForce(versions.require(version), slo);
    }

    @Override
    public void removed(String slo, String group, long atMs) {
        forward(records.removed(slo, group, atMs));
    }

    @Override
    public void pane(MinutePane pane) {
        forward(records.pane(pane));
    }

    @Override
    public void alertState(AlertKey alert, AlertState state, long atMs) {
        forward(records.alertState(alert, state, atMs));
    }

    @Override
    public void refused(Exclusion exclusion) {
        refused.note(exclusion);
    }

    /** Writes what is left to say of exclusions that were refused; called again and again. */
    void tellRefused() {
        refused.tell();
    }

    /** Whether an alert was written since this was last asked. */
    boolean takeAlerted() {
        boolean result = alerted;
        alerted = false;
        return result;
    }

    private void forward(OutputRecord output) {
        byte[] key = output.key().getBytes(StandardCharsets.UTF_8);
        byte[] value = output.value() == null ? null : encoder.encode(output.topic(), output.value());
        context.forward(new Record<>(key, new Judged(output.topic(), value), output.timestampMs()));
    }
}
