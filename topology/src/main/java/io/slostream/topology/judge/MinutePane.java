// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

/**
 * What was counted for one SLO of one group in a minute of event time; what becomes a record of {@code slo.panes.v1}.
 *
 * @param slo SLO name
 * @param group specialist, resource class or all
 * @param minuteMs start of the minute, epoch milliseconds
 * @param atMs boundary at which it is written, epoch milliseconds
 * @param good good events
 * @param total all events
 * @param coveredMs milliseconds of the minute in which the series was being counted
 * @param isLate whether this is what came after the minute had been written, or should have been
 */
public record MinutePane(
        String slo, String group, long minuteMs, long atMs, long good, long total, long coveredMs, boolean isLate) {}
