// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.judge;

/** The windows of one series at one boundary; a window is named by its number in the series' list of windows. */
public interface WindowCounts {

    /** Good events in the window, 0 or more. */
    long good(int window);

    /** All events in the window, at least {@link #good}. */
    long total(int window);

    /** Milliseconds of the window during which the series was being counted, whether or not an event came. */
    long coveredMs(int window);

    /** Old edge of the window, epoch milliseconds. */
    long startMs(int window);

    /** Length of the window in milliseconds, from its old edge to the boundary. */
    long lengthMs(int window);
}
