// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.json;

import org.apache.avro.util.Utf8;

/** Copies characters of the JSON parser into a reusable UTF-8 buffer. */
final class JsonText {
    private JsonText() {}

    /** Fills the buffer; false when the text has a lone surrogate (possible by escapes), which UTF-8 cannot hold. */
    static boolean encode(char[] chars, int offset, int length, Utf8 into) {
        int bytes = encodedLength(chars, offset, length);
        if (bytes < 0) {
            return false;
        }
        into.setByteLength(bytes);
        byte[] out = into.getBytes();
        int end = offset + length;
        int at = 0;
        for (int i = offset; i < end; i++) {
            int c = chars[i];
            if (c < 0x80) {
                out[at++] = (byte) c;
            } else if (c < 0x800) {
                out[at++] = (byte) (0xc0 | (c >> 6));
                out[at++] = (byte) (0x80 | (c & 0x3f));
            } else if (Character.isHighSurrogate(chars[i])) {
                int point = Character.toCodePoint(chars[i], chars[++i]);
                out[at++] = (byte) (0xf0 | (point >> 18));
                out[at++] = (byte) (0x80 | ((point >> 12) & 0x3f));
                out[at++] = (byte) (0x80 | ((point >> 6) & 0x3f));
                out[at++] = (byte) (0x80 | (point & 0x3f));
            } else {
                out[at++] = (byte) (0xe0 | (c >> 12));
                out[at++] = (byte) (0x80 | ((c >> 6) & 0x3f));
                out[at++] = (byte) (0x80 | (c & 0x3f));
            }
        }
        return true;
    }

    private static int encodedLength(char[] chars, int offset, int length) {
        int end = offset + length;
        int bytes = 0;
        for (int i = offset; i < end; i++) {
            char c = chars[i];
            if (c < 0x80) {
                bytes++;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (!Character.isSurrogate(c)) {
                bytes += 3;
            } else if (Character.isHighSurrogate(c) && i + 1 < end && Character.isLowSurrogate(chars[i + 1])) {
                bytes += 4;
                i++;
            } else {
                return -1;
            }
        }
        return bytes;
    }
}
