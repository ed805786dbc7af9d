// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.wire;

/** Confluent's wire format: byte 0, a schema id of 4 bytes (big-endian), then Avro binary. */
public final class WireFormat {
    /** First byte of a record in this format. */
    public static final byte MAGIC = 0;

    /** Bytes before the Avro data. */
    public static final int HEADER_LENGTH = 5;

    private WireFormat() {}

    /** The schema id in the header; the record must hold {@link #HEADER_LENGTH} bytes. */
    public static int schemaId(byte[] record) {
        return ((record[1] & 0xff) << 24) | ((record[2] & 0xff) << 16) | ((record[3] & 0xff) << 8) | (record[4] & 0xff);
    }

    /** A record of this schema id and this Avro data. */
    public static byte[] frame(int schemaId, byte[] avro) {
        byte[] record = new byte[HEADER_LENGTH + avro.length];
        record[0] = MAGIC;
        record[1] = (byte) (schemaId >>> 24);
        record[2] = (byte) (schemaId >>> 16);
        record[3] = (byte) (schemaId >>> 8);
        record[4] = (byte) schemaId;
        System.arraycopy(avro, 0, record, HEADER_LENGTH, avro.length);
        return record;
    }
}
