// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.delivery;

import io.slostream.schemas.output.PrintableText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** What messages say of an alert, in words and as fields. */
public final class Facts {
    private Facts() {}

    /** Text from producers, on one line and as it looks, at most so many characters. */
    public static String line(String text, int most) {
        String printable = PrintableText.of(text);
        if (printable.codePointCount(0, printable.length()) <= most) {
            return printable;
        }
        return printable.substring(0, printable.offsetByCodePoints(0, most - 1)) + "…";
    }

    /** {@code 5m 4/10 bad (burn 4.00), …}. */
    public static String windows(Notification notification) {
        StringJoiner text = new StringJoiner(", ");
        for (Notification.Window window : notification.windows()) {
            text.add(window.window() + " " + (window.total() - window.good()) + "/" + window.total() + " bad"
                    + (window.burnRate().isPresent()
                            ? String.format(
                                    Locale.ROOT,
                                    " (burn %.2f)",
                                    window.burnRate().getAsDouble())
                            : ""));
        }
        return text.toString();
    }

    /** Windows as objects. */
    public static List<Map<String, Object>> windowObjects(Notification notification) {
        List<Map<String, Object>> windows = new ArrayList<>();
        for (Notification.Window window : notification.windows()) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("window", window.window());
            object.put("good", window.good());
            object.put("total", window.total());
            object.put(
                    "burn_rate",
                    window.burnRate().isPresent() ? window.burnRate().getAsDouble() : null);
            windows.add(object);
        }
        return windows;
    }

    /** ISO-8601 in UTC. */
    public static String time(long epochMs) {
        return Instant.ofEpochMilli(epochMs).toString();
    }
}
