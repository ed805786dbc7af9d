// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.summary;

import io.slostream.alerting.state.Standing;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.topology.Exclusion;
import io.slostream.topology.judge.SloStatus;
import io.slostream.topology.judge.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** Summaries as records: without late counts of each group, which stage 2 does not know. */
final class SummaryRecords {
    /** A thousand texts of 200 characters would be more than a producer may send. */
    private static final int MAX_EXCLUSIONS = 20;

    private SummaryRecords() {}

    static GenericRecord of(SloRecords slo, SloStatus status) {
        List<Verdict.Reading> windows = status.windows();
        GenericRecord value = slo.start(TopicCatalog.SUMMARIES, status.group(), status.atMs());
        SloRecords.putEnum(
                value,
                "state",
                status.standing() == Standing.INACTIVE
                        ? "ok"
                        : status.standing().word());
        status.severity().ifPresent(severity -> SloRecords.putEnum(value, "severity", severity.word()));
        slo.putWindows(value, windows);
        slo.putBudget(value, windows.get(0), windows.get(windows.size() - 1));
        value.put("quantiles", quantiles(value, status.quantiles()));
        value.put("alerts", alerts(value, status.alerts()));
        value.put("late", null);
        value.put("excluded_events", status.excludedEvents());
        value.put("exclusions_total", (long) status.exclusions().size());
        value.put("exclusions", exclusions(value, newest(status.exclusions())));
        return value;
    }

    private static List<Exclusion> newest(List<Exclusion> exclusions) {
        return exclusions.subList(Math.max(0, exclusions.size() - MAX_EXCLUSIONS), exclusions.size());
    }

    private static List<GenericRecord> quantiles(GenericRecord value, List<SloStatus.QuantileReading> readings) {
        Schema array = value.getSchema().getField("quantiles").schema();
        List<GenericRecord> quantiles = new ArrayList<>(readings.size());
        for (SloStatus.QuantileReading reading : readings) {
            GenericRecord quantile = new GenericData.Record(array.getElementType());
            quantile.put("field", reading.field());
            quantile.put("window", WindowName.of(reading.window()));
            quantile.put("quantile", reading.quantile().toDouble());
            quantile.put(
                    "value",
                    reading.value().isPresent() ? (Double) reading.value().getAsDouble() : null);
            quantile.put("count", reading.count());
            quantiles.add(quantile);
        }
        return quantiles;
    }

    private static List<GenericRecord> exclusions(GenericRecord value, List<Exclusion> exclusions) {
        Schema array = value.getSchema().getField("exclusions").schema();
        List<GenericRecord> records = new ArrayList<>(exclusions.size());
        for (Exclusion exclusion : exclusions) {
            GenericRecord record = new GenericData.Record(array.getElementType());
            record.put("from", exclusion.fromMs());
            record.put("to", exclusion.toMs());
            record.put("reason", exclusion.reason());
            record.put("who", exclusion.who());
            records.add(record);
        }
        return records;
    }

    private static List<GenericRecord> alerts(GenericRecord value, List<SloStatus.AlertStatus> statuses) {
        Schema array = value.getSchema().getField("alerts").schema();
        List<GenericRecord> alerts = new ArrayList<>(statuses.size());
        for (SloStatus.AlertStatus status : statuses) {
            GenericRecord alert = new GenericData.Record(array.getElementType());
            alert.put("alert", status.alert());
            alert.put("state", status.standing().word());
            alert.put("since", SloRecords.timeOrNull(status.sinceMs()));
            alerts.add(alert);
        }
        return alerts;
    }
}
