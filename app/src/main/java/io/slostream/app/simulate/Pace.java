// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.simulate;

import io.slostream.app.UsageException;
import java.util.concurrent.TimeUnit;

/** When events are due: as fast as life, so many a second, or at once. */
final class Pace {
    private static final double MAX_RATE = 10_000_000;

    private enum Kind {
        LIFE,
        RATE,
        AT_ONCE
    }

    private final Kind kind;
    private final double perSecond;

    private Pace(Kind kind, double perSecond) {
        this.kind = kind;
        this.perSecond = perSecond;
    }

    /**
     * The pace that {@code --rate} means.
     *
     * @param rate a number, {@code max}, or null for life
     * @throws UsageException when it is neither
     */
    static Pace of(String rate) {
        if (rate == null) {
            return new Pace(Kind.LIFE, 0);
        }
        if (rate.equals("max")) {
            return atOnce();
        }
        try {
            double number = Double.parseDouble(rate);
            if (number > 0 && number <= MAX_RATE) {
                return new Pace(Kind.RATE, number);
            }
        } catch (NumberFormatException e) {
            throw noRate(rate, e);
        }
        throw noRate(rate, null);
    }

    private static UsageException noRate(String rate, Throwable cause) {
        return new UsageException(
                "--rate " + rate + ": write events a second, a number above 0, at most 10000000, or max", cause);
    }

    /** Nothing is waited for. */
    static Pace atOnce() {
        return new Pace(Kind.AT_ONCE, 0);
    }

    /** Whether events come at the times that they carry, counted from the start. */
    boolean isLife() {
        return kind == Kind.LIFE;
    }

    /**
     * When an event is due, nanoseconds after the first could be.
     *
     * @param sinceStartMs its time since the start of the simulation, milliseconds
     * @param number how many came before it
     */
    long dueNanos(long sinceStartMs, long number) {
        return switch (kind) {
            case LIFE -> TimeUnit.MILLISECONDS.toNanos(sinceStartMs);
            case RATE -> Math.round(number * 1e9 / perSecond);
            case AT_ONCE -> 0;
        };
    }
}
