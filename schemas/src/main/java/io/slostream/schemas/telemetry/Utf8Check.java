// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.telemetry;

/**
 * Strict UTF-8 check without allocation. Strings name series; bytes that are no UTF-8 would print alike while comparing
 * different, and Avro does not look (the JSON parser does).
 */
public final class Utf8Check {
    private Utf8Check() {}

    /** Whether these bytes are well-formed UTF-8 (Unicode, table 3-7: no overlong forms, no surrogates). */
    public static boolean isValid(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int i = offset;
        while (i < end) {
            int lead = bytes[i++];
            if (lead >= 0) {
                continue;
            }
            lead &= 0xff;
            int more;
            int least = 0x80;
            int greatest = 0xbf;
            if (lead >= 0xc2 && lead <= 0xdf) {
                more = 1;
            } else if (lead >= 0xe0 && lead <= 0xef) {
                more = 2;
                least = lead == 0xe0 ? 0xa0 : least;
                greatest = lead == 0xed ? 0x9f : greatest;
            } else if (lead >= 0xf0 && lead <= 0xf4) {
                more = 3;
                least = lead == 0xf0 ? 0x90 : least;
                greatest = lead == 0xf4 ? 0x8f : greatest;
            } else {
                return false;
            }
            if (end - i < more) {
                return false;
            }
            int second = bytes[i++] & 0xff;
            if (second < least || second > greatest) {
                return false;
            }
            for (int k = 1; k < more; k++) {
                if ((bytes[i++] & 0xc0) != 0x80) {
                    return false;
                }
            }
        }
        return true;
    }
}
