// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

/** Whose rules an alert follows where they differ. */
public enum Compat {
    /** Our own: silence is not health, coverage is asked for, an edited definition takes no page back. */
    NONE,
    /**
     * Those of a Prometheus alerting rule (rules/alerting.go): no data is not met, nothing gates, and a reload treats
     * timers and identity as Prometheus does.
     */
    PROMETHEUS
}
