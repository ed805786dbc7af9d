// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.console;

import java.util.Locale;

/** How the state of a line is shown: padded to a column, and coloured by the ANSI codes that every terminal knows. */
enum Colours {
    OFF {
        @Override
        String paint(String column, String state, String severity) {
            return column;
        }
    },
    ON {
        @Override
        String paint(String column, String state, String severity) {
            String code = switch (state) {
                case "firing" -> severity.equals("page") ? BOLD_RED : YELLOW;
                case "resolved", "ok" -> GREEN;
                case "pending" -> YELLOW;
                case "no_data", "dead-letter" -> MAGENTA;
                default -> FAINT;
            };
            return code + column + RESET;
        }
    };

    private static final String BOLD_RED = "\u001b[1;31m";
    private static final String YELLOW = "\u001b[33m";
    private static final String GREEN = "\u001b[32m";
    private static final String MAGENTA = "\u001b[35m";
    private static final String FAINT = "\u001b[2m";
    private static final String RESET = "\u001b[0m";

    abstract String paint(String column, String state, String severity);

    String state(String state, String severity) {
        return paint(String.format(Locale.ROOT, "%-10s", state), state, severity);
    }
}
