// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology;

/**
 * One source partition's counts for one series and pane. Partials of the same key merge by addition, in any order.
 *
 * @param series the series
 * @param level number of the level that the pane belongs to; above 0 only for late events
 * @param paneStartMs start of the pane, epoch milliseconds, a multiple of the level's pane
 * @param boundaryMs the first boundary whose verdict may see these counts
 * @param good good events, 0 or more
 * @param total all events, 1 or more
 */
public record Partial(Series series, int level, long paneStartMs, long boundaryMs, long good, long total) {}
