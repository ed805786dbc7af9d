// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.yaml;

/** Text from a file, made safe for a message: control characters escaped, cut at 60 characters. */
public final class Quoted {
    private static final int MAX_LENGTH = 60;

    private Quoted() {}

    /** In double quotes. */
    public static String of(String text) {
        return '"' + plain(text) + '"';
    }

    /** Without quotes, for names whose form needs none. */
    public static String plain(String text) {
        return plain(text, MAX_LENGTH);
    }

    /** Without quotes, cut at {@code maxLength} characters. */
    public static String plain(String text, int maxLength) {
        StringBuilder result = new StringBuilder();
        int[] codePoints = text.codePoints().limit(maxLength + 1L).toArray();
        for (int i = 0; i < Math.min(codePoints.length, maxLength); i++) {
            if (isUnsafe(codePoints[i])) {
                result.append(String.format("\\u%04x", codePoints[i]));
            } else {
                result.appendCodePoint(codePoints[i]);
            }
        }
        return codePoints.length > maxLength ? result + "…" : result.toString();
    }

    /** Control, formatting (for example right-to-left marks), surrogate and line or paragraph separator characters. */
    public static boolean isUnsafe(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
