// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.openslo;

import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code spec.timeWindow} into our period: a window that rolls, or the calendar month. */
final class TimeWindow {
    private static final int MANY = 1_000;
    private static final DateTimeFormatter START =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);

    private TimeWindow() {}

    static Optional<Flow> read(YamlValue value) {
        List<YamlValue> windows = value.list(MANY).orElse(null);
        if (windows == null) {
            return Optional.empty();
        }
        if (windows.size() != 1) {
            value.error("an SLO has one time window, found " + windows.size(), "write one");
            return Optional.empty();
        }
        return windows.get(0).map(List.of("duration", "isRolling", "calendar")).flatMap(TimeWindow::window);
    }

    private static Optional<Flow> window(YamlMap map) {
        Optional<YamlValue> duration = map.require("duration", "28d");
        Optional<YamlValue> calendar = map.get("calendar");
        Optional<Boolean> rolls = map.get("isRolling").flatMap(YamlValue::flag);
        if (map.has("isRolling") && rolls.isEmpty()) {
            return Optional.empty();
        }
        if (calendar.isPresent()) {
            if (rolls.orElse(false)) {
                calendar.get().error("a window that rolls follows no calendar", "remove calendar, or isRolling");
                return Optional.empty();
            }
            return month(duration, calendar.get());
        }
        if (rolls.isEmpty()) {
            map.require("isRolling", "true");
            return Optional.empty();
        }
        if (!rolls.get()) {
            map.get("isRolling")
                    .orElseThrow()
                    .error(
                            "a window that does not roll follows a calendar",
                            "write isRolling: true, or add calendar: { startTime: …, timeZone: … }");
            return Optional.empty();
        }
        return duration.flatMap(Shorthand::read);
    }

    /** Ours begins at midnight of the first, whatever the year: an SLO counts from when it is watched. */
    private static Optional<Flow> month(Optional<YamlValue> duration, YamlValue calendar) {
        Optional<YamlMap> map = calendar.map(List.of("startTime", "timeZone"));
        if (duration.isPresent() && !duration.get().scalarValue().equals("1M")) {
            duration.get()
                    .error(
                            "the one calendar window here is the month, 1M, found "
                                    + duration.get().kindOfNode(),
                            "write 1M, or a window with isRolling: true");
            return Optional.empty();
        }
        Optional<LocalDateTime> start = map.flatMap(m -> m.require("startTime", "2026-01-01 00:00:00"))
                .flatMap(v -> v.parsed("a date and time", "2026-01-01 00:00:00", TimeWindow::firstOfMonth));
        Optional<YamlValue> timeZone = map.flatMap(m -> m.require("timeZone", "Europe/Berlin"));
        Optional<String> zone = timeZone.flatMap(YamlValue::text);
        if (duration.isEmpty() || start.isEmpty() || zone.isEmpty()) {
            return Optional.empty();
        }
        Map<String, YamlValue> origins = new LinkedHashMap<>();
        origins.put("", calendar);
        origins.put(".zone", timeZone.get());
        return Optional.of(new Flow("{ calendar: month, zone: " + Flow.quoted(zone.get()) + " }", origins));
    }

    private static LocalDateTime firstOfMonth(String text) {
        LocalDateTime start;
        try {
            start = LocalDateTime.parse(text, START);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("is no date and time; write for example 2026-01-01 00:00:00", e);
        }
        if (start.getDayOfMonth() != 1 || !start.toLocalTime().equals(LocalTime.MIDNIGHT)) {
            throw new IllegalArgumentException(
                    "is not where a month begins; write the first at midnight, for example 2026-01-01 00:00:00");
        }
        return start;
    }
}
