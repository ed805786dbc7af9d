// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import io.slostream.schemas.json.JsonEventReader;
import io.slostream.schemas.telemetry.DecodeResult;
import io.slostream.schemas.telemetry.DecodeResult.Rejected;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.accumulate.CountingStage.Futures;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Stage 1 of one NDJSON file: the same counting as {@link CountingStage}, with arrival taken from the lines.
 *
 * <p>A line arrives at its {@code arrival_time}; without one, at the running maximum of the event times so far, so such
 * a file must be in event order. A line later than now + the future limit is a dead letter and moves nothing.
 */
public final class LineStage {
    /** A clock jump above this is worth a word to the user: a gap in the file, or a wrong time in one line. */
    private static final long REPORTED_JUMP_MS = 3_600_000;

    private final SourcePartition source;
    private final Accumulator accumulator;
    private final long latestMs;
    private final long nowMs;
    private final JsonEventReader reader = new JsonEventReader();
    private final TelemetryEvent event = new TelemetryEvent();
    private final Supplier<String> why = this::whyMissed;
    private Outcome outcome;
    private long firstEventMs = Long.MIN_VALUE;
    private long lastEventMs = Long.MIN_VALUE;

    /** What a file has to say beside packets and dead letters. */
    public interface Output extends CountingOutput {

        /** The arrival clock jumped by more than an hour at this line. */
        void clockJump(SourcePartition source, long line, long fromMs, long toMs);
    }

    /**
     * A stage for one file.
     *
     * @param nowMs the present, epoch milliseconds: nothing in a file can be later
     * @param futureLimitMs how far beyond now a line may be, for clocks that differ
     */
    public LineStage(SourcePartition source, Accumulator accumulator, long nowMs, long futureLimitMs) {
        this.source = source;
        this.accumulator = accumulator;
        this.nowMs = nowMs;
        this.latestMs = nowMs + futureLimitMs;
    }

    /** Takes in the next line, without its line end. */
    public void accept(byte[] buffer, int offset, int length, long line, Output out) {
        DecodeResult result = reader.read(buffer, offset, length, null, event);
        long arrival = reader.arrivalTimeMs();
        boolean accepted = !(result instanceof Rejected);
        if (accepted && event.eventTimeMs() > latestMs) {
            result = Futures.beyondNow("event_time", event.eventTimeMs(), nowMs);
        } else if (arrival != JsonEventReader.NO_ARRIVAL_TIME && arrival > latestMs) {
            result = accepted ? Futures.beyondNow("arrival_time", arrival, nowMs) : result;
        } else if (arrival != JsonEventReader.NO_ARRIVAL_TIME) {
            arrive(arrival, line, out);
        } else if (accepted) {
            arrive(event.eventTimeMs(), line, out);
        }
        if (!(result instanceof Rejected) && accumulator.isFuture(event)) {
            result = Futures.beyondArrival(event, accumulator);
        }
        if (result instanceof Rejected rejected) {
            reject(rejected, buffer, offset, length, line, out);
        } else {
            outcome = accumulator.count(event, line);
            if (event.kind() == TelemetryKind.EXCLUSION) {
                return; // tells when it was filed, not that anything was measured then
            }
            if (accumulator.isMissed(outcome)) {
                out.uncounted(source, line, outcome, why);
            }
            if (firstEventMs == Long.MIN_VALUE || (event.eventTimeMs() < firstEventMs && accumulator.isOnTime(event))) {
                firstEventMs = event.eventTimeMs();
            }
            lastEventMs = Math.max(lastEventMs, event.eventTimeMs());
        }
    }

    /** Books a line that was too long to be kept. */
    public void reject(Rejected rejected, byte[] buffer, int offset, int length, long line, CountingOutput out) {
        accumulator.countDeadLetter();
        byte[] head = Arrays.copyOfRange(buffer, offset, offset + Math.min(length, DeadLetter.HEAD_BYTES));
        out.deadLetter(new DeadLetter(source, line, rejected.reason(), rejected.detail(), head));
    }

    /** Says that nothing earlier than this will come any more: the file has ended. */
    public void completeUntil(long arrivalMs, PacketSink out) {
        accumulator.arrive(arrivalMs, out);
    }

    /**
     * Event time of the file's first valid event that is no exclusion, or of an earlier one that came on time after it;
     * {@link Long#MIN_VALUE} before the first.
     */
    public long firstEventMs() {
        return firstEventMs;
    }

    /** Whether {@link #firstEventMs} is there to stay: nothing before its pane can be on time any more. */
    public boolean knowsFirstEvent() {
        return firstEventMs != Long.MIN_VALUE && accumulator.isClosedBefore(firstEventMs);
    }

    /** Greatest event time of the file's valid events so far; {@link Long#MIN_VALUE} before the first. */
    public long lastEventMs() {
        return lastEventMs;
    }

    /** The file's arrival clock. */
    public long clockMs() {
        return accumulator.clockMs();
    }

    /** Where the lines went so far. */
    public Accounting accounting() {
        return accumulator.accounting();
    }

    private String whyMissed() {
        return accumulator.whyMissed(event, outcome, reader.unknownField());
    }

    private void arrive(long arrivalMs, long line, Output out) {
        long before = accumulator.clockMs();
        if (before != Long.MIN_VALUE && arrivalMs - before > REPORTED_JUMP_MS) {
            out.clockJump(source, line, before, arrivalMs);
        }
        accumulator.arrive(arrivalMs, out);
    }
}
