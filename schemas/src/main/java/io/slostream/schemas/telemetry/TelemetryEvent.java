// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.telemetry;

import org.apache.avro.util.Utf8;

/**
 * One decoded telemetry event, reused from record to record so that the hot path allocates nothing.
 *
 * <p>Values stand by field index of the {@link TelemetryKind}; a field that the event lacks is absent
 * ({@link #has} is false) and its slot holds whatever was there before. Not thread-safe; a reader that keeps an event
 * beyond the next decode must copy what it needs.
 */
public final class TelemetryEvent {
    private static final int MAX_FIELDS = 64;
    private static final int MAX_KEPT_BYTES = 1_024;

    private final long[] longs = new long[MAX_FIELDS];
    private final double[] doubles = new double[MAX_FIELDS];
    private final Utf8[] strings = new Utf8[MAX_FIELDS];
    private TelemetryKind kind;
    private long present;

    /** Starts a new event of this kind with all fields absent. */
    public void reset(TelemetryKind newKind) {
        kind = newKind;
        present = 0;
    }

    /** The kind of the event decoded last. */
    public TelemetryKind kind() {
        return kind;
    }

    /** Whether the event has a value for the field at this index. */
    public boolean has(int field) {
        return (present >>> field & 1) != 0;
    }

    /** Which fields have a value: bit {@code i} stands for the field at index {@code i}. */
    public long present() {
        return present;
    }

    /** Value of a {@link FieldType#LONG} field; meaningful only when {@link #has} is true. */
    public long longAt(int field) {
        return longs[field];
    }

    /** Value of a {@link FieldType#DOUBLE} field; meaningful only when {@link #has} is true. */
    public double doubleAt(int field) {
        return doubles[field];
    }

    /** Value of a {@link FieldType#BOOLEAN} field; meaningful only when {@link #has} is true. */
    public boolean booleanAt(int field) {
        return longs[field] != 0;
    }

    /** Value of a {@link FieldType#STRING} field, valid until the next decode; meaningful only when {@link #has}. */
    public Utf8 stringAt(int field) {
        return strings[field];
    }

    /** Event time in epoch milliseconds; 0 or more once validated. */
    public long eventTimeMs() {
        return longs[kind.eventTimeField().index()];
    }

    /** Sets a long field. */
    public void setLong(int field, long value) {
        longs[field] = value;
        present |= 1L << field;
    }

    /** Sets a double field. */
    public void setDouble(int field, double value) {
        doubles[field] = value;
        present |= 1L << field;
    }

    /** Sets a boolean field. */
    public void setBoolean(int field, boolean value) {
        setLong(field, value ? 1 : 0);
    }

    /** Sets a string field; the event keeps the reference, so decoders pass {@link #reusableString} back in. */
    public void setString(int field, Utf8 value) {
        strings[field] = value;
        present |= 1L << field;
    }

    /**
     * The buffer of a string field, for a decoder to fill again; it may hold an older event's value. Large buffers are
     * let go, so that one huge string per field does not stay in memory for good.
     */
    public Utf8 reusableString(int field) {
        Utf8 buffer = strings[field];
        return buffer == null || buffer.getBytes().length > MAX_KEPT_BYTES ? new Utf8() : buffer;
    }
}
