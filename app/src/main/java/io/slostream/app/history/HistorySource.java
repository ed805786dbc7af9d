// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.history;

import io.slostream.topology.accumulate.Accounting;
import io.slostream.topology.accumulate.Accumulator;
import io.slostream.topology.accumulate.CountingOutput;
import io.slostream.topology.accumulate.CountingStage;
import io.slostream.topology.ingest.TelemetryRecord;
import io.slostream.topology.streams.ControlRecords;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** One source partition on its way through stage 1. */
final class HistorySource {
    /** Where the arrival clock of a source stands when no more of it is read. */
    @FunctionalInterface
    interface Completion {
        /** As the last record left it: what comes later is not known. */
        Completion AS_IT_IS = clockMs -> clockMs;

        /** The time, not before the clock; epoch milliseconds. */
        long at(long clockMs);
    }

    private final int number;
    private final TopicPartition partition;
    private final long end;
    private final long untilMs;
    private final Completion completion;
    private final Accumulator accumulator;
    private final CountingStage stage;
    private boolean ended;

    /**
     * A partition that is read up to an offset or an arrival time, whichever comes first.
     *
     * @param number its place at the {@link Frontier}
     * @param end first offset that is not read
     * @param untilMs the record that brings the arrival clock here is the last one, epoch milliseconds
     * @param completion to what time the arrival clock goes at the end
     */
    HistorySource(
            int number,
            TopicPartition partition,
            long end,
            long untilMs,
            Completion completion,
            Accumulator accumulator,
            CountingStage stage) {
        this.number = number;
        this.partition = partition;
        this.end = end;
        this.untilMs = untilMs;
        this.completion = completion;
        this.accumulator = accumulator;
        this.stage = stage;
    }

    /** Takes in the next record, unless the source has ended. */
    void accept(ConsumerRecord<byte[], byte[]> record, CountingOutput out) {
        if (ended || record.offset() >= end) {
            return;
        }
        stage.accept(
                new TelemetryRecord(
                        record.key(),
                        record.value(),
                        ControlRecords.hasHeader(record.headers()),
                        // As the engine reads it: never negative.
                        Math.max(0, record.timestamp()),
                        record.offset()),
                out);
        ended = accumulator.clockMs() >= untilMs;
    }

    /** Says to which position the consumer has come; markers of transactions lie between records and the end. */
    void at(long position, CountingOutput out) {
        ended |= position >= end;
        if (ended && clockMs() != Long.MIN_VALUE) {
            accumulator.arrive(completion.at(clockMs()), out);
        }
    }

    int number() {
        return number;
    }

    TopicPartition partition() {
        return partition;
    }

    boolean hasEnded() {
        return ended;
    }

    /** Arrival clock, epoch milliseconds; the least long before the first record. */
    long clockMs() {
        return accumulator.clockMs();
    }

    Accounting accounting() {
        return accumulator.accounting();
    }
}
