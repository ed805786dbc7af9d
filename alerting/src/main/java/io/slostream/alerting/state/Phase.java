// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.state;

/** The three states of an alert, in Prometheus' words; later constants weigh more when tiers are folded. */
public enum Phase {
    INACTIVE,
    PENDING,
    FIRING
}
