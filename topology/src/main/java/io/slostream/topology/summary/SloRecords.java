// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.summary;

import io.slostream.alerting.budget.PeriodBudget;
import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.state.TierState;
import io.slostream.schemas.topic.TopicSpec;
import io.slostream.topology.BadEvent;
import io.slostream.topology.judge.Verdict;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** What the records of one SLO have in common: its names, its windows, its budget. */
final class SloRecords {
    static final int SERIES_DIGITS = 16;

    private final SloDefinition slo;
    /** Empty where there is no budget of events. */
    private final Optional<PeriodBudget> budget;

    private final String category;
    private final String dashboard;
    private final String objective;
    private final String series;
    private final String definitionHash;
    private final long definitionVersion;

    SloRecords(SloDefinition slo, String definitionHash, long definitionVersion) {
        this.slo = slo;
        this.budget = slo.errorBudget()
                .map(share -> new PeriodBudget(share, slo.period().nominalMs()));
        this.category = slo.category().name().toLowerCase(Locale.ROOT);
        this.dashboard = slo.dashboard().name().toLowerCase(Locale.ROOT);
        this.objective =
                slo.errorBudget().map(share -> decimal(share.complement())).orElse(null);
        this.series = DefinitionSet.sha256(slo.indicator().toString()).substring(0, SERIES_DIGITS);
        this.definitionHash = definitionHash;
        this.definitionVersion = definitionVersion;
    }

    /** Name of what is counted: SLOs that count the same have the same. */
    String series() {
        return series;
    }

    long definitionVersion() {
        return definitionVersion;
    }

    SloDefinition slo() {
        return slo;
    }

    OptionalDouble budgetRemaining(Verdict.Reading period) {
        return budget.map(found -> found.remaining(period.bad(), period.total()))
                .orElse(OptionalDouble.empty());
    }

    OptionalLong exhaustionMs(Verdict.Reading present, Verdict.Reading period) {
        return budget.map(found -> found.exhaustionMs(period.bad(), period.total(), present.bad(), present.total()))
                .orElse(OptionalLong.empty());
    }

    /** A record with the fields that all topics share. */
    GenericRecord start(TopicSpec topic, String group, long atMs) {
        GenericRecord value = new GenericData.Record(topic.valueSchema());
        value.put("slo", slo.name());
        value.put("group", group);
        value.put("at", atMs);
        value.put("owner", slo.owner());
        value.put("dashboard", dashboard);
        value.put("category", category);
        value.put("objective", objective);
        value.put("definition_hash", definitionHash);
        value.put("definition_version", definitionVersion);
        return value;
    }

    void putWindows(GenericRecord value, List<Verdict.Reading> readings) {
        Schema array = value.getSchema().getField("windows").schema();
        List<GenericRecord> windows = new ArrayList<>(readings.size());
        for (Verdict.Reading reading : readings) {
            GenericRecord window = new GenericData.Record(array.getElementType());
            boolean empty = reading.total() == 0;
            window.put("window", WindowName.of(reading.window()));
            window.put("good", reading.good());
            window.put("total", reading.total());
            window.put("ratio", empty ? null : (Double) new Ratio(reading.good(), reading.total()).toDouble());
            window.put("burn_rate", empty || budget.isEmpty() ? null : (Double) reading.burnRate());
            window.put("coverage", reading.coverage());
            windows.add(window);
        }
        value.put("windows", windows);
    }

    void putBudget(GenericRecord value, Verdict.Reading present, Verdict.Reading period) {
        OptionalDouble remaining = budgetRemaining(period);
        value.put("budget_remaining", remaining.isPresent() ? (Double) remaining.getAsDouble() : null);
        OptionalLong exhaustion = exhaustionMs(present, period);
        value.put("exhaustion_ms", exhaustion.isPresent() ? (Long) exhaustion.getAsLong() : null);
    }

    void putEvidence(GenericRecord value, List<BadEvent> events) {
        Schema array = value.getSchema().getField("evidence").schema();
        List<GenericRecord> evidence = new ArrayList<>(events.size());
        for (BadEvent event : events) {
            GenericRecord coordinates = new GenericData.Record(array.getElementType());
            coordinates.put("topic", slo.indicator().of().topic());
            coordinates.put("partition", event.partition());
            coordinates.put("offset", event.position());
            coordinates.put("event_time", event.timeMs());
            evidence.add(coordinates);
        }
        value.put("evidence", evidence);
    }

    static void putEnum(GenericRecord value, String field, String symbol) {
        Schema schema = value.getSchema().getField(field).schema();
        Schema branch = schema.isUnion() ? schema.getTypes().get(1) : schema;
        value.put(field, new GenericData.EnumSymbol(branch, symbol));
    }

    static Long timeOrNull(long timeMs) {
        return timeMs == TierState.NEVER ? null : (Long) timeMs;
    }

    /** Objectives are parsed from decimals, so the division ends. */
    private static String decimal(Ratio ratio) {
        return new BigDecimal(ratio.numerator())
                .divide(new BigDecimal(ratio.denominator()))
                .toPlainString();
    }
}
