// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

/**
 * What a source partition said last.
 *
 * @param watermarkMs every boundary at or before it is complete for the source
 * @param sources how many source partitions feed the kind
 */
public record Watermark(long watermarkMs, int sources) {}
