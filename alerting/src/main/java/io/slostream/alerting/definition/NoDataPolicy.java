// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

/** What an alert does while its condition has no data. */
public enum NoDataPolicy {
    /** Keep the state and stop every timer: silence neither resolves nor escalates. The default. */
    FREEZE,
    /** Forget: a pending alert is cancelled, a firing one resolved, with reason {@code no_data}. */
    RESET
}
