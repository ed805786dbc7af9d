// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.notify;

import io.slostream.sinks.delivery.Notification;
import io.slostream.sinks.delivery.Notification.Position;
import io.slostream.sinks.delivery.Severity;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Alerts of tests. */
final class TestAlerts {
    private TestAlerts() {}

    /** An alert of this group that began to fire a second after the epoch. */
    static Notification fires(String group, int partition, long offset) {
        return new Notification(
                new Position(partition, offset),
                "correctness",
                "Burning",
                group,
                true,
                Severity.PAGE,
                1_000,
                1_000,
                OptionalLong.empty(),
                1_000,
                OptionalLong.empty(),
                "condition",
                "oncall",
                "serving",
                "slo",
                "burns",
                Optional.empty(),
                List.of(),
                OptionalDouble.empty(),
                OptionalLong.empty(),
                "/slos/correctness",
                "abc");
    }
}
