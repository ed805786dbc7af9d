// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

/** The comparisons that a matcher can make. */
public enum Operator {
    EQUALS,
    IN,
    LT,
    LTE,
    GT,
    GTE,
    EXISTS
}
