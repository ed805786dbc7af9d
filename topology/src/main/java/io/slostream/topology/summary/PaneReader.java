// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.summary;

import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.Indicator;
import io.slostream.alerting.definition.Severity;
import io.slostream.alerting.state.AlertState;
import io.slostream.alerting.state.Phase;
import io.slostream.alerting.state.TierState;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;

/** From the records of {@code slo.panes.v1} back to what they were made of. */
public final class PaneReader {
    private PaneReader() {}

    /** Name of what an indicator counts, as it stands in the records. */
    public static String series(Indicator indicator) {
        return DefinitionSet.sha256(indicator.toString()).substring(0, SloRecords.SERIES_DIGITS);
    }

    /** The alert's state of a record that holds one. */
    public static AlertState alertState(GenericRecord pane) {
        GenericRecord stands = (GenericRecord) pane.get("alert");
        Object severity = stands.get("severity");
        return new AlertState(
                ((List<?>) stands.get("tiers"))
                        .stream().map(tier -> tier((GenericRecord) tier)).toList(),
                stands.get("silence") == null ? TierState.INACTIVE : tier((GenericRecord) stands.get("silence")),
                time(stands.get("started_at")),
                time(stands.get("fired_at")),
                severity == null
                        ? Optional.empty()
                        : Optional.of(Severity.valueOf(severity.toString().toUpperCase(Locale.ROOT))),
                (Boolean) stands.get("no_data_reported"),
                (Boolean) stands.get("suppressed_reported"));
    }

    private static TierState tier(GenericRecord tier) {
        return new TierState(
                Phase.valueOf(tier.get("state").toString().toUpperCase(Locale.ROOT)),
                time(tier.get("started_at")),
                time(tier.get("fired_at")),
                time(tier.get("clear_since")),
                time(tier.get("frozen_from")),
                (Long) tier.get("frozen_ms"));
    }

    private static long time(Object timeMs) {
        return timeMs == null ? TierState.NEVER : (Long) timeMs;
    }
}
