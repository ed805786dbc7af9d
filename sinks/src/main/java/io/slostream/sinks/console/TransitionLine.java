// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.console;

import io.slostream.schemas.output.PrintableText;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.StringJoiner;

/**
 * One change of an alert in the words that every text output uses, whether it comes from a topic or from a replay:
 * {@code TIME  STATE SEVERITY SLO ALERT GROUP  [REASON]  WINDOWS}.
 *
 * @param atMs the boundary, epoch milliseconds
 * @param state word of the state after the change
 * @param severity word, or a hyphen when there is none
 * @param slo name of the SLO
 * @param alert name of the alert
 * @param group specialist or group; from producers, so made printable here
 * @param reason word
 * @param windows windows of the condition in the order in which they are to be read
 */
public record TransitionLine(
        long atMs,
        String state,
        String severity,
        String slo,
        String alert,
        String group,
        String reason,
        List<Window> windows) {

    public TransitionLine {
        windows = List.copyOf(windows);
    }

    /**
     * One window.
     *
     * @param name length as Prometheus writes it
     * @param bad bad events
     * @param total events
     * @param burnRate empty without events or without a budget
     */
    public record Window(String name, long bad, long total, OptionalDouble burnRate) {

        /** {@code 1h 40/100 bad (burn 4.00)}. */
        @Override
        public String toString() {
            String counts = name + " " + bad + "/" + total + " bad";
            return burnRate.isEmpty()
                    ? counts
                    : counts + String.format(Locale.ROOT, " (burn %.2f)", burnRate.getAsDouble());
        }

        static String list(List<Window> windows) {
            StringJoiner text = new StringJoiner(", ");
            windows.forEach(window -> text.add(window.toString()));
            return text.toString();
        }
    }

    /** The line without colours. */
    @Override
    public String toString() {
        return text(Colours.OFF);
    }

    String text(Colours colours) {
        return String.format(
                Locale.ROOT,
                "%s  %s %-6s %s %s %s  [%s]  %s",
                Instant.ofEpochMilli(atMs),
                colours.state(state, severity),
                severity,
                PrintableText.of(slo),
                PrintableText.of(alert),
                PrintableText.of(group),
                PrintableText.of(reason),
                Window.list(windows));
    }
}
