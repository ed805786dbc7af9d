// SPDX-License-Identifier: Apache-2.0
package io.slostream.testkit.oracle;

import java.util.Optional;

/**
 * An exclusion and when it arrived.
 *
 * @param arrivalMs arrival clock of its partition when it was read, epoch milliseconds
 * @param specialist whose events are masked; empty: everybody's
 * @param slo name of the SLO that is masked; empty: every SLO
 * @param fromMs first instant that is masked
 * @param toMs first instant that is masked no more
 */
public record OracleExclusion(
        long arrivalMs, Optional<String> specialist, Optional<String> slo, long fromMs, long toMs) {

    /** The same, arriving at another time. */
    public OracleExclusion arrivingAt(long otherArrivalMs) {
        return new OracleExclusion(otherArrivalMs, specialist, slo, fromMs, toMs);
    }

    /** The exclusion as a telemetry record, filed when it says. */
    public String json(String eventId, long filedMs) {
        return "{\"type\":\"exclusion\",\"event_id\":\"" + eventId + "\",\"event_time\":" + filedMs
                + specialist.map(name -> ",\"specialist\":\"" + name + "\"").orElse("")
                + slo.map(name -> ",\"slo\":\"" + name + "\"").orElse("")
                + ",\"from\":" + fromMs + ",\"to\":" + toMs + ",\"reason\":\"maintenance\",\"who\":\"ops\"}";
    }

    boolean concerns(String sloName, String group) {
        return slo.orElse(sloName).equals(sloName) && specialist.orElse(group).equals(group);
    }

    boolean touches(long startMs, long lengthMs) {
        return startMs + lengthMs > fromMs && startMs < toMs;
    }
}
