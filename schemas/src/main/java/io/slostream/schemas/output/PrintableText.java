// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.output;

/** Text from producers on its way to a terminal, a pager or a page: it stays on its line and says what it shows. */
public final class PrintableText {
    private static final int REPLACEMENT = 0xfffd;

    private PrintableText() {}

    /**
     * The text with everything replaced by U+FFFD that ends a line, moves a cursor, or is not seen but changes what is:
     * controls, line and paragraph separators, format characters (among them those that turn the direction of text) and
     * lone surrogates.
     */
    public static String of(CharSequence text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> safe.appendCodePoint(isPrintable(c) ? c : REPLACEMENT));
        return safe.toString();
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
