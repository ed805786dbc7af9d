// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.summary;

import io.slostream.alerting.state.AlertState;
import io.slostream.alerting.state.Standing;
import io.slostream.alerting.state.TierState;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.topology.judge.MinutePane;
import io.slostream.topology.window.MinuteCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** Values of {@code slo.panes.v1}: counts by minute, and hourly alert states with every timer. */
final class PaneRecords {
    private static final Schema SCHEMA = TopicCatalog.PANES.valueSchema();
    private static final Schema ALERT =
            SCHEMA.getField("alert").schema().getTypes().get(1);
    private static final Schema TIER = ALERT.getField("tiers").schema().getElementType();

    private PaneRecords() {}

    static GenericRecord of(SloRecords slo, MinutePane pane) {
        GenericRecord value = start(slo, pane.group(), pane.atMs(), pane.isLate() ? "late" : "counts");
        value.put("minute", pane.minuteMs());
        value.put("good", pane.good());
        value.put("total", pane.total());
        value.put("coverage", (double) pane.coveredMs() / MinuteCounts.MINUTE_MS);
        return value;
    }

    static GenericRecord of(SloRecords slo, String group, String alert, AlertState state, long atMs) {
        GenericRecord value = start(slo, group, atMs, "alert_state");
        value.put("minute", atMs);
        value.put("good", 0L);
        value.put("total", 0L);
        value.put("coverage", 0.0);
        GenericRecord stands = new GenericData.Record(ALERT);
        stands.put("alert", alert);
        stands.put("state", Standing.of(state).word());
        state.severity().ifPresent(severity -> SloRecords.putEnum(stands, "severity", severity.word()));
        stands.put("started_at", SloRecords.timeOrNull(state.startedAtMs()));
        stands.put("fired_at", SloRecords.timeOrNull(state.firedAtMs()));
        stands.put("no_data_reported", state.noDataReported());
        stands.put("suppressed_reported", state.suppressedReported());
        List<GenericRecord> tiers = new ArrayList<>(state.tiers().size());
        state.tiers().forEach(tier -> tiers.add(tier(tier)));
        stands.put("tiers", tiers);
        stands.put("silence", state.silence().equals(TierState.INACTIVE) ? null : tier(state.silence()));
        value.put("alert", stands);
        return value;
    }

    private static GenericRecord tier(TierState state) {
        GenericRecord tier = new GenericData.Record(TIER);
        tier.put("state", state.phase().name().toLowerCase(Locale.ROOT));
        tier.put("started_at", SloRecords.timeOrNull(state.startedAtMs()));
        tier.put("fired_at", SloRecords.timeOrNull(state.firedAtMs()));
        tier.put("clear_since", SloRecords.timeOrNull(state.clearSinceMs()));
        tier.put("frozen_from", SloRecords.timeOrNull(state.frozenFromMs()));
        tier.put("frozen_ms", state.frozenMs());
        return tier;
    }

    private static GenericRecord start(SloRecords slo, String group, long atMs, String kind) {
        GenericRecord value = new GenericData.Record(SCHEMA);
        SloRecords.putEnum(value, "kind", kind);
        value.put("slo", slo.slo().name());
        value.put("series", slo.series());
        value.put("group", group);
        value.put("boundary", atMs);
        value.put("definition_version", slo.definitionVersion());
        return value;
    }
}
