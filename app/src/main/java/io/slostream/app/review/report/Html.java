// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.review.report;

import io.slostream.schemas.output.PrintableText;

/** Text inside HTML and SVG; names come from producers, and are text whatever they hold. */
final class Html {
    private static final int LONGEST = 300;

    private Html() {}

    /** Escaped for content and for quoted attributes; control characters made visible, and no longer than is readable. */
    static String text(String raw) {
        String printable = PrintableText.of(raw.length() > LONGEST ? raw.substring(0, LONGEST) + "…" : raw);
        StringBuilder result = new StringBuilder(printable.length());
        for (int i = 0; i < printable.length(); i++) {
            char c = printable.charAt(i);
            switch (c) {
                case '&' -> result.append("&amp;");
                case '<' -> result.append("&lt;");
                case '>' -> result.append("&gt;");
                case '"' -> result.append("&quot;");
                case '\'' -> result.append("&#39;");
                default -> result.append(c);
            }
        }
        return result.toString();
    }
}
