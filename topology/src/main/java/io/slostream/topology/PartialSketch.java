// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology;

import io.slostream.topology.sketch.BucketCounts;

/**
 * What one source partition knows of the values of one series in one pane. Partials of the same key merge by addition, in
 * any order.
 *
 * @param sketch number of the sketch in the definition set
 * @param series the series
 * @param level number of the level that the pane belongs to; above 0 only for late events
 * @param paneStartMs start of the pane, epoch milliseconds, a multiple of the level's pane
 * @param boundaryMs the first boundary that may see these values
 * @param counts values by bucket, 1 or more
 */
public record PartialSketch(
        int sketch, Series series, int level, long paneStartMs, long boundaryMs, BucketCounts counts) {}
