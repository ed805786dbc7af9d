// SPDX-License-Identifier: Apache-2.0
package io.slostream.dashboards.text;

/** What people wrote in definitions, as a paragraph of Markdown. */
public final class Markdown {
    private static final String SPECIAL = "\\`*_[]<>#|~!";

    private Markdown() {}

    /** One line that Markdown shows as it was written, and in which Grafana finds no variable to fill in. */
    public static String of(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (char c : OneLine.of(text).toCharArray()) {
            if (c == '$') {
                escaped.append("&#36;");
            } else if (c == '&') {
                escaped.append("&amp;");
            } else {
                escaped.append(SPECIAL.indexOf(c) >= 0 ? "\\" : "").append(c);
            }
        }
        return escaped.toString();
    }
}
