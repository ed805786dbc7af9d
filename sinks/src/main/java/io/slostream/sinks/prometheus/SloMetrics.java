// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.prometheus;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.slostream.schemas.output.MetricNames;
import io.slostream.schemas.output.PrintableText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.avro.generic.GenericRecord;

/**
 * The records of {@code slo.summaries.v1} as gauges: what each SLO of each group says now. Labels are those of the
 * summary, so there are as many series as SLOs, groups, windows, alerts and quantiles are declared; nothing that a
 * producer sends adds one. A number that a summary does not know is NaN.
 *
 * <p>Thread-safe: one thread tells, another one scrapes.
 */
public final class SloMetrics {
    /** What an alert can be; each is a series of its own, 1 for the one that it is (OpenMetrics' state set). */
    static final List<String> ALERT_STATES = List.of("inactive", "pending", "firing", "no_data");

    private final MeterRegistry registry;
    private final Map<String, Series> series = new HashMap<>();

    /** Meters in this registry. */
    public SloMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** What an SLO of a group has and what it is called; a change of it makes its meters anew. */
    private record Shape(Tags tags, List<String> windows, List<String> alerts, List<Quantile> quantiles) {
        static Shape of(GenericRecord summary) {
            Tags tags = Tags.of(
                    "slo", text(summary, "slo"),
                    "group", text(summary, "group"),
                    "dashboard", text(summary, "dashboard"),
                    "category", text(summary, "category"));
            return new Shape(
                    tags,
                    list(summary, "windows").stream()
                            .map(window -> text(window, "window"))
                            .toList(),
                    list(summary, "alerts").stream()
                            .map(alert -> text(alert, "alert"))
                            .toList(),
                    list(summary, "quantiles").stream().map(Quantile::of).toList());
        }
    }

    private record Quantile(String field, String window, String quantile) {
        static Quantile of(GenericRecord record) {
            return new Quantile(
                    text(record, "field"),
                    text(record, "window"),
                    record.get("quantile").toString());
        }
    }

    /** An SLO of a group: its meters, and the summary that they read. */
    private static final class Series {
        private final Shape shape;
        private final List<Meter> meters = new ArrayList<>();
        private volatile GenericRecord summary;

        Series(Shape shape, GenericRecord summary) {
            this.shape = shape;
            this.summary = summary;
        }

        double number(ToDoubleFunction<GenericRecord> reader) {
            return reader.applyAsDouble(summary);
        }
    }

    /** Takes in a summary, the newest of its key. */
    public synchronized void summary(String key, GenericRecord summary) {
        Shape shape = Shape.of(summary);
        Series known = series.get(key);
        if (known != null && known.shape.equals(shape)) {
            known.summary = summary;
            return;
        }
        gone(key);
        Series made = new Series(shape, summary);
        series.put(key, made);
        register(made);
    }

    /** Forgets what is no longer served. */
    public synchronized void gone(String key) {
        Series known = series.remove(key);
        if (known != null) {
            known.meters.forEach(registry::remove);
        }
    }

    /** How many SLOs of groups there are. */
    public synchronized int size() {
        return series.size();
    }

    private void register(Series of) {
        Shape shape = of.shape;
        Tags tags = shape.tags;
        gauge(
                of,
                MetricNames.OBJECTIVE,
                "Promised share of good events",
                tags,
                summary -> decimal(summary, "objective"));
        gauge(
                of,
                MetricNames.BUDGET_REMAINING,
                "Share of the period's error budget that is left, negative when overspent",
                tags,
                summary -> number(summary, "budget_remaining"));
        gauge(
                of,
                MetricNames.BUDGET_EXHAUSTION,
                "Time until the budget is spent at the burn rate of the shortest window",
                tags,
                summary -> number(summary, "exhaustion_ms") / 1e3);
        gauge(
                of,
                MetricNames.EVALUATED,
                "Boundary of the newest summary, seconds since 1970",
                tags,
                summary -> number(summary, "at") / 1e3);
        for (int i = 0; i < shape.windows.size(); i++) {
            int at = i;
            Tags ofWindow = tags.and("window", shape.windows.get(i));
            gauge(
                    of,
                    MetricNames.RATIO,
                    "Share of good events",
                    ofWindow,
                    s -> number(item(s, "windows", at), "ratio"));
            gauge(
                    of,
                    MetricNames.BURN_RATE,
                    "Bad ratio over the error budget",
                    ofWindow,
                    s -> number(item(s, "windows", at), "burn_rate"));
            gauge(
                    of,
                    MetricNames.WINDOW_COVERAGE,
                    "Share of the window that was counted",
                    ofWindow,
                    s -> number(item(s, "windows", at), "coverage"));
            gauge(
                    of,
                    MetricNames.WINDOW_EVENTS,
                    "Events in the window",
                    ofWindow,
                    s -> number(item(s, "windows", at), "total"));
        }
        for (int i = 0; i < shape.alerts.size(); i++) {
            int at = i;
            for (String state : ALERT_STATES) {
                gauge(
                        of,
                        MetricNames.ALERT_STATE,
                        "1 for the state that the alert is in",
                        tags.and("alert", shape.alerts.get(i), "state", state),
                        s -> text(item(s, "alerts", at), "state").equals(state) ? 1 : 0);
            }
        }
        for (int i = 0; i < shape.quantiles.size(); i++) {
            int at = i;
            Quantile quantile = shape.quantiles.get(i);
            gauge(
                    of,
                    MetricNames.QUANTILE,
                    "Quantile of a field over a window, in the field's unit",
                    tags.and("field", quantile.field, "window", quantile.window, "quantile", quantile.quantile),
                    s -> number(item(s, "quantiles", at), "value"));
        }
    }

    private void gauge(Series of, String name, String description, Tags tags, ToDoubleFunction<GenericRecord> reader) {
        of.meters.add(Gauge.builder(name, of, series -> series.number(reader))
                .description(description)
                .tags(tags)
                .register(registry));
    }

    private static GenericRecord item(GenericRecord summary, String list, int at) {
        return list(summary, list).get(at);
    }

    @SuppressWarnings("unchecked")
    private static List<GenericRecord> list(GenericRecord record, String field) {
        return (List<GenericRecord>) record.get(field);
    }

    /** Names come from producers where specialists are discovered. */
    private static String text(GenericRecord record, String field) {
        return PrintableText.of(record.get(field).toString());
    }

    private static double number(GenericRecord record, String field) {
        return record.get(field) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    private static double decimal(GenericRecord record, String field) {
        Object value = record.get(field);
        return value == null ? Double.NaN : Double.parseDouble(value.toString().toLowerCase(Locale.ROOT));
    }
}
