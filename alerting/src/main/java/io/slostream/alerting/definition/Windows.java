// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import io.slostream.alerting.yaml.YamlValue;
import java.util.Optional;
import java.util.OptionalLong;

/** Which spans of time a definition may name, and the reading of them. */
final class Windows {
    /** Panes are 5 s; a shorter pane divides 5 s, so windows that fit here fit there. */
    static final long PANE_MS = 5_000;

    static final long LONGEST_MS = Window.Rolling.LONGEST_MS;
    static final long SHORTEST_PERIOD_MS = 3_600_000;

    private Windows() {}

    /** A duration in milliseconds. */
    private static OptionalLong duration(YamlValue value) {
        Optional<Long> ms = value.parsed("a duration", "5m or 1h30m", Durations::parseMs);
        return ms.isPresent() ? OptionalLong.of(ms.get()) : OptionalLong.empty();
    }

    /** A window: a positive multiple of the pane, at most 90 d. */
    static OptionalLong window(YamlValue value) {
        OptionalLong ms = duration(value);
        if (ms.isEmpty()) {
            return ms;
        }
        long length = ms.getAsLong();
        if (length <= 0 || length % PANE_MS != 0) {
            long nearest = Math.max(PANE_MS, Math.round((double) length / PANE_MS) * PANE_MS);
            value.error(
                    "a window is a positive multiple of the pane (" + Durations.format(PANE_MS) + "), found "
                            + Durations.format(length),
                    "write for example " + Durations.format(Math.min(nearest, LONGEST_MS)));
            return OptionalLong.empty();
        }
        return atMostLongest(value, length, "a window");
    }

    /** The rolling period of an error budget, 1 h to 90 d. */
    static OptionalLong period(YamlValue value) {
        if (value.scalarValue().matches("(?i)(calendar.*|day|week|month|quarter|year)(ly)?|daily|1[My]")) {
            value.error(
                    "a calendar month belongs to a time zone",
                    "write { calendar: month, zone: Europe/Berlin }, or a rolling period such as 30d");
            return OptionalLong.empty();
        }
        OptionalLong ms = duration(value);
        if (ms.isEmpty()) {
            return ms;
        }
        long length = ms.getAsLong();
        if (length < SHORTEST_PERIOD_MS || length % PANE_MS != 0) {
            value.error(
                    "a period is at least 1h and a multiple of the pane (" + Durations.format(PANE_MS) + "), found "
                            + Durations.format(length),
                    "write for example 30d");
            return OptionalLong.empty();
        }
        return atMostLongest(value, length, "a period");
    }

    /** A timer of an alert: whole seconds, 0 to 90 d. */
    static OptionalLong timer(YamlValue value) {
        OptionalLong ms = duration(value);
        if (ms.isPresent() && ms.getAsLong() % 1_000 != 0) {
            value.error(
                    "timers are whole seconds, found " + Durations.format(ms.getAsLong()),
                    "write for example " + Durations.format((ms.getAsLong() / 1_000 + 1) * 1_000));
            return OptionalLong.empty();
        }
        return ms.isPresent() ? atMostLongest(value, ms.getAsLong(), "a timer") : ms;
    }

    private static OptionalLong atMostLongest(YamlValue value, long length, String what) {
        if (length > LONGEST_MS) {
            value.error(
                    what + " is at most " + Durations.format(LONGEST_MS) + ", found " + Durations.format(length),
                    "write " + Durations.format(LONGEST_MS) + " or less");
            return OptionalLong.empty();
        }
        return OptionalLong.of(length);
    }
}
