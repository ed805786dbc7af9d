// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

/** The dashboard, and so the team, that an SLO belongs to. */
public enum Dashboard {
    TRAINING,
    INFRA,
    SERVING
}
