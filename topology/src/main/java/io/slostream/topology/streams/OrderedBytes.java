// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes keys whose bytes sort as their parts do: that is the only order that a Kafka store knows. Longs have their sign
 * bit flipped; a text ends with a zero byte, zeros in it are escaped.
 */
final class OrderedBytes {
    private static final int ESCAPED_ZERO = 0xFF;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(64);

    OrderedBytes putByte(int value) {
        out.write(value);
        return this;
    }

    OrderedBytes putInt(int value) {
        int flipped = value ^ Integer.MIN_VALUE;
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.write(flipped >>> shift);
        }
        return this;
    }

    OrderedBytes putLong(long value) {
        long flipped = value ^ Long.MIN_VALUE;
        for (int shift = 56; shift >= 0; shift -= 8) {
            out.write((int) (flipped >>> shift));
        }
        return this;
    }

    OrderedBytes putText(String value) {
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            out.write(b);
            if (b == 0) {
                out.write(ESCAPED_ZERO);
            }
        }
        out.write(0);
        out.write(0);
        return this;
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    /** Reads what {@link OrderedBytes} wrote, in the same order of parts. */
    static final class Reader {
        private final byte[] bytes;
        private int position;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        int readByte() {
            return bytes[position++];
        }

        int readInt() {
            int value = 0;
            for (int i = 0; i < Integer.BYTES; i++) {
                value = (value << 8) | (bytes[position++] & 0xFF);
            }
            return value ^ Integer.MIN_VALUE;
        }

        long readLong() {
            long value = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                value = (value << 8) | (bytes[position++] & 0xFF);
            }
            return value ^ Long.MIN_VALUE;
        }

        String readText() {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            while (true) {
                byte b = bytes[position++];
                if (b == 0) {
                    byte next = bytes[position++];
                    if (next == 0) {
                        return text.toString(StandardCharsets.UTF_8);
                    }
                }
                text.write(b);
            }
        }
    }
}
