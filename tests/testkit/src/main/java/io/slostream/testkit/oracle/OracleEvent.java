// SPDX-License-Identifier: Apache-2.0
package io.slostream.testkit.oracle;

import io.slostream.testkit.Telemetry;

/**
 * An event with what decides when it is seen.
 *
 * @param event the event
 * @param arrivalMs running maximum of the arrival times of its source partition when it was read
 */
public record OracleEvent(Telemetry event, long arrivalMs) {}
