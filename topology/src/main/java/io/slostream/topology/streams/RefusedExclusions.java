// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import io.slostream.schemas.output.PrintableText;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.Exclusion;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Warns, at most once a minute, of exclusions that were refused, with the first of them as an example: who sends
 * thousands must not fill the log as well.
 */
final class RefusedExclusions {
    private static final long AT_MOST_EVERY_MS = Duration.ofMinutes(1).toMillis();

    private final LongSupplier clockMs;
    private final Consumer<String> warn;
    private long toldMs = Long.MIN_VALUE / 2;
    private long count;
    private Exclusion first;

    RefusedExclusions(LongSupplier clockMs, Consumer<String> warn) {
        this.clockMs = clockMs;
        this.warn = warn;
    }

    void note(Exclusion exclusion) {
        first = count == 0 ? exclusion : first;
        count++;
        tell();
    }

    /** Tells what was noted, unless it is too soon. */
    void tell() {
        if (count == 0 || clockMs.getAsLong() - toldMs < AT_MOST_EVERY_MS) {
            return;
        }
        warn.accept(count + (count == 1 ? " exclusion has" : " exclusions have")
                + " no effect, since so many others are in force; the first: " + words(first));
        toldMs = clockMs.getAsLong();
        count = 0;
    }

    private static String words(Exclusion exclusion) {
        return Instant.ofEpochMilli(exclusion.fromMs()) + " to " + Instant.ofEpochMilli(exclusion.toMs()) + ", "
                + PrintableText.of(exclusion.reason()) + " (" + PrintableText.of(exclusion.who()) + "), at offset "
                + exclusion.key().position() + " of " + TelemetryKind.EXCLUSION.topic() + "-"
                + exclusion.key().partition();
    }
}
