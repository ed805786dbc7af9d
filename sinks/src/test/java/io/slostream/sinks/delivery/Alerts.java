// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.delivery;

import io.slostream.sinks.delivery.Notification.Position;
import io.slostream.sinks.delivery.Notification.Window;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Alerts of a test: times are minutes from one fixed start, offsets count up. */
public final class Alerts {
    public static final long T0 = 1_795_478_400_000L;
    public static final long MINUTE_MS = 60_000;

    private long offset;
    private String owner = "oncall";
    private Severity severity = Severity.PAGE;

    public Alerts owner(String name) {
        owner = name;
        return this;
    }

    public Alerts severity(Severity of) {
        severity = of;
        return this;
    }

    /** The alert of this group began to fire then. */
    public Notification fires(String group, int minute) {
        return record(group, minute, minute, true);
    }

    /** It fires on, with the severity in force. */
    public Notification firesOn(String group, int firedMinute, int minute) {
        return record(group, firedMinute, minute, true);
    }

    public Notification resolves(String group, int firedMinute, int minute) {
        return record(group, firedMinute, minute, false);
    }

    private Notification record(String group, int firedMinute, int minute, boolean firing) {
        long at = T0 + minute * MINUTE_MS;
        return new Notification(
                new Position(0, offset++),
                "correctness",
                "Burning",
                group,
                firing,
                severity,
                at,
                at,
                OptionalLong.of(T0 + firedMinute * MINUTE_MS),
                T0 + firedMinute * MINUTE_MS,
                firing ? OptionalLong.empty() : OptionalLong.of(at),
                firing ? "condition" : "recovered",
                owner,
                "serving",
                "slo",
                "Correctness of " + group + (firing ? " burns" : " has recovered"),
                Optional.of("0.95"),
                List.of(new Window("5m", 6, 10, OptionalDouble.of(4)), new Window("1h", 0, 0, OptionalDouble.empty())),
                OptionalDouble.of(0.5),
                OptionalLong.of(3_600_000),
                "/slos/correctness?group=" + URLEncoder.encode(group, StandardCharsets.UTF_8),
                "abc");
    }
}
