// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import io.slostream.schemas.telemetry.DecodeResult;
import io.slostream.schemas.telemetry.DecodeResult.Rejected;
import io.slostream.schemas.telemetry.RejectReason;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.wire.TelemetryDecoder;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.VersionAdoption;
import io.slostream.topology.ingest.TelemetryRecord;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Stage 1 of one partition of a telemetry topic: record in; packets, dead letters and accounting out.
 *
 * <p>Every record first moves the arrival clock, whatever it is; then it falls in exactly one class.
 */
public final class CountingStage {
    private final TelemetryKind kind;
    private final SourcePartition source;
    private final TelemetryDecoder decoder;
    private final Accumulator accumulator;
    private final String application;
    private final TelemetryEvent event = new TelemetryEvent();
    private final Supplier<String> why = this::whyMissed;
    private Outcome outcome;

    /** A stage that decodes records of one kind for this accumulator. */
    public CountingStage(
            TelemetryKind kind, SourcePartition source, TelemetryDecoder decoder, Accumulator accumulator) {
        this(kind, source, decoder, accumulator, "");
    }

    /**
     * Likewise, for an application whose definition may change.
     *
     * @param application application id: control records that adopt versions for others are none of ours
     */
    public CountingStage(
            TelemetryKind kind,
            SourcePartition source,
            TelemetryDecoder decoder,
            Accumulator accumulator,
            String application) {
        this.application = application;
        this.kind = kind;
        this.source = source;
        this.decoder = decoder;
        this.accumulator = accumulator;
    }

    /**
     * Takes in the next record of the partition.
     *
     * @throws io.slostream.schemas.registry.RegistryUnavailableException when the record's schema cannot be had now;
     *     the record has not been booked and must be offered again
     */
    public void accept(TelemetryRecord record, CountingOutput out) {
        if (record.isControl()) {
            control(record, out);
            return;
        }
        DecodeResult result = decoder.decode(kind, record.value(), event);
        accumulator.advance(record.timestampMs(), out);
        if (result instanceof Rejected rejected) {
            reject(record, rejected, out);
        } else if (accumulator.isFuture(event)) {
            reject(record, Futures.beyondArrival(event, accumulator), out);
        } else {
            outcome = accumulator.count(event, record.offset());
            if (accumulator.isMissed(outcome)) {
                out.uncounted(source, record.offset(), outcome, why);
            }
        }
    }

    private void control(TelemetryRecord record, CountingOutput out) {
        Optional<VersionAdoption> adoption = record.adoption(application);
        if (adoption.isEmpty()) {
            accumulator.arrive(record.timestampMs(), out);
        } else if (!accumulator.adopt(adoption.get(), record.timestampMs(), out)) {
            out.notAdopted(source, record.offset(), adoption.get().version());
        }
    }

    private String whyMissed() {
        return accumulator.whyMissed(event, outcome, decoder.unknownField());
    }

    private void reject(TelemetryRecord record, Rejected rejected, CountingOutput out) {
        accumulator.countDeadLetter();
        byte[] value = record.value() == null ? new byte[0] : record.value();
        byte[] head = Arrays.copyOf(value, Math.min(value.length, DeadLetter.HEAD_BYTES));
        out.deadLetter(new DeadLetter(source, record.offset(), rejected.reason(), rejected.detail(), head));
    }

    /** The wording of the dead letters {@code future}. */
    static final class Futures {
        private Futures() {}

        static Rejected beyondArrival(TelemetryEvent event, Accumulator accumulator) {
            long ahead = event.eventTimeMs() - accumulator.clockMs();
            return new Rejected(
                    RejectReason.FUTURE,
                    "event_time " + event.eventTimeMs() + " lies " + ahead + " ms after the arrival time");
        }

        static Rejected beyondNow(String field, long timeMs, long nowMs) {
            return new Rejected(
                    RejectReason.FUTURE, field + " " + timeMs + " lies " + (timeMs - nowMs) + " ms after now");
        }
    }
}
