// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

/** The one class that a record falls in; see {@link Accounting}. */
public enum Outcome {
    COUNTED,
    LATE,
    DEAD_LETTERED,
    EXCLUDED
}
