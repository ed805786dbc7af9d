// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.review;

/**
 * A place in the log.
 *
 * @param topic telemetry topic
 * @param partition its partition
 * @param offset offset there
 */
public record Coordinates(String topic, int partition, long offset) {}
