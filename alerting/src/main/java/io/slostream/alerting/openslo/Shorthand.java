// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.openslo;

import io.slostream.alerting.yaml.YamlValue;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations of OpenSLO: a whole number and one unit. Those of a fixed length are written in our definitions alike. */
final class Shorthand {
    private static final Pattern FORM = Pattern.compile("(0|[1-9][0-9]{0,11})([mhdwMQY])");

    private Shorthand() {}

    /** A duration as it is written; empty when it has no fixed length, or is none. */
    static Optional<Flow> read(YamlValue value) {
        return value.parsed("a duration", "28d", Shorthand::checked).map(text -> Flow.of(text, value));
    }

    private static String checked(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("is no duration of OpenSLO; write for example 5m, 1h, 28d or 4w");
        }
        switch (matcher.group(2)) {
            case "M" -> throw noLength("month", "28d or 30d, or a calendar window");
            case "Q" -> throw noLength("quarter", "90d");
            case "Y" -> throw noLength("year", "90d, which is the longest");
            default -> {
                return text;
            }
        }
    }

    private static IllegalArgumentException noLength(String unit, String instead) {
        return new IllegalArgumentException(
                "counts in " + unit + "s, and a rolling " + unit + " has no fixed length; write " + instead);
    }
}
