// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

/** What an alert does while its condition has no data. */
public sealed interface NoDataPolicy {
    /** Keep the state and stop every timer: silence neither resolves nor escalates. The default. */
    NoDataPolicy FREEZE = new Freeze();

    /** Forget: a pending alert is cancelled, a firing one resolved, with reason {@code no_data}. */
    NoDataPolicy RESET = new Reset();

    /** No data is a condition that is not met: Prometheus' way, and offered only together with the rest of it. */
    NoDataPolicy NOT_MET = new NotMet();

    /** See {@link #FREEZE}. */
    record Freeze() implements NoDataPolicy {}

    /** See {@link #RESET}. */
    record Reset() implements NoDataPolicy {}

    /** See {@link #NOT_MET}. */
    record NotMet() implements NoDataPolicy {}

    /**
     * Freeze, and alert when it lasts: a stretch without data that goes on for the delay makes the alert fire with reason
     * {@code no_data}.
     *
     * @param delayMs from the first boundary of the stretch to the one that fires, milliseconds, 0 or more
     * @param severity severity that it fires with
     */
    record AlertAfter(long delayMs, Severity severity) implements NoDataPolicy {}
}
