// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

/**
 * Where the records of a source partition went. Each record is in exactly one class:
 * {@code in = counted + late + deadLettered + excluded}. Control records are no events and stand in none.
 *
 * @param in records read
 * @param counted counted by at least one series, or an exclusion
 * @param late wanted, but by no series whose windows still reach back so far
 * @param deadLettered no valid event, or too far in the future
 * @param excluded wanted by no SLI: no objective reads it, shadow, client error, unmeasured
 */
public record Accounting(long in, long counted, long late, long deadLettered, long excluded) {
    public static final Accounting NONE = new Accounting(0, 0, 0, 0, 0);

    /** The sum of two. */
    public Accounting plus(Accounting other) {
        return new Accounting(
                in + other.in,
                counted + other.counted,
                late + other.late,
                deadLettered + other.deadLettered,
                excluded + other.excluded);
    }

    /** Whether the classes add up to what was read. */
    public boolean addsUp() {
        return in == counted + late + deadLettered + excluded;
    }
}
