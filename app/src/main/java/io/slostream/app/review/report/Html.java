// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.review.report;

import io.slostream.alerting.state.TierState;
import io.slostream.schemas.output.PrintableText;
import java.time.Instant;

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

    /** A paragraph of text. */
    static String paragraph(String raw) {
        return "<p>" + text(raw) + "</p>";
    }

    /** A cell of a table. */
    static String cell(String raw) {
        return "<td>" + text(raw);
    }

    /** A cell that is not broken over lines. */
    static String whole(String raw) {
        return "<td class=\"whole\">" + text(raw);
    }

    /** A time, UTC. */
    static String time(long timeMs) {
        return timeMs == TierState.NEVER
                ? "never"
                : Instant.ofEpochMilli(timeMs).toString();
    }
}
