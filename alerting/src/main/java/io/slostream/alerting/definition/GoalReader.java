// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.definition.IndicatorReader.Reading;
import io.slostream.alerting.yaml.Quoted;
import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import io.slostream.schemas.telemetry.SampleName;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneOffsetTransitionRule;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads what an SLO promises: objective and periods, or the goal that is part of the indicator's form. */
final class GoalReader {
    private static final int MAX_PERIODS = 5;
    private static final long DAY_MS = 24L * 3_600_000;
    private static final long DEFAULT_PRO_RATA_AFTER_MS = 3 * DAY_MS;

    private GoalReader() {}

    /** The goal of an SLO whose form leaves it open, or that of the form. */
    static Optional<Goal> read(YamlMap spec, Optional<Reading> reading) {
        if (reading.flatMap(Reading::goal).isPresent()) {
            for (String key : List.of("objective", "period", "periods")) {
                spec.get(key).ifPresent(v -> v.error("the indicator says already what is promised", "remove " + key));
            }
            return reading.flatMap(Reading::goal);
        }
        Optional<Ratio> objective;
        if (reading.flatMap(Reading::quantile).isPresent()) {
            spec.get("objective")
                    .ifPresent(v -> v.error(
                            "the quantile is the objective: the same threshold would stand twice", "remove objective"));
            objective = reading.flatMap(Reading::quantile);
        } else {
            objective =
                    get(spec, "objective", "0.99", reading).flatMap(v -> SloReader.share(v, "an objective", "0.99"));
        }
        List<Window> periods = periods(spec, reading);
        return objective.isEmpty() || periods.isEmpty()
                ? Optional.empty()
                : Optional.of(new Goal.Share(objective.get(), periods));
    }

    /** A key that is required, unless the form that would say so is in error itself. */
    private static Optional<YamlValue> get(YamlMap spec, String key, String example, Optional<Reading> reading) {
        return reading.isEmpty() ? spec.get(key) : spec.require(key, example);
    }

    private static List<Window> periods(YamlMap spec, Optional<Reading> reading) {
        if (spec.has("periods")) {
            spec.get("period").ifPresent(v -> v.error("periods stand in one place", "write either period or periods"));
            YamlValue list = spec.get("periods").orElseThrow();
            Set<Window> periods = new LinkedHashSet<>();
            for (YamlValue entry : list.list(MAX_PERIODS).orElse(List.of())) {
                period(entry).ifPresent(period -> {
                    if (!periods.add(period)) {
                        entry.error("the period stands twice here", "keep one");
                    }
                });
            }
            if (list.problems().count() == 0 && periods.isEmpty()) {
                list.error("there is no period here", "write for example [30d]");
            }
            return new ArrayList<>(periods);
        }
        return get(spec, "period", "30d", reading)
                .flatMap(GoalReader::period)
                .map(List::of)
                .orElse(List.of());
    }

    /** {@code 30d}, or {@code { calendar: month, zone: Europe/Berlin }}. */
    private static Optional<Window> period(YamlValue value) {
        if (value.isMapping()) {
            Optional<YamlMap> map = value.map(List.of("calendar", "zone"));
            map.flatMap(m -> m.require("calendar", "month")).ifPresent(v -> v.oneOf(List.of("month")));
            return map.flatMap(GoalReader::month).map(month -> month);
        }
        OptionalLong ms = Windows.period(value);
        return ms.isPresent() ? Optional.of(Window.of(ms.getAsLong())) : Optional.empty();
    }

    private static Optional<Window.CalendarMonth> month(YamlMap map) {
        return map.require("zone", "Europe/Berlin")
                .flatMap(v -> v.text().flatMap(text -> {
                    try {
                        ZoneId zone = ZoneId.of(text);
                        if (!isOnPanes(zone)) {
                            v.error(
                                    "months of " + Quoted.of(text) + " would begin inside a pane of 5 s",
                                    "write a name of the tz database, for example Europe/Berlin or UTC");
                            return Optional.empty();
                        }
                        return Optional.of(new Window.CalendarMonth(zone));
                    } catch (DateTimeException e) {
                        v.error(
                                Quoted.of(text) + " is no time zone",
                                "write a name of the tz database, for example Europe/Berlin or UTC");
                        return Optional.empty();
                    }
                }));
    }

    /** Whether midnight lies between panes, at any time that an event may have. */
    private static boolean isOnPanes(ZoneId zone) {
        ZoneRules rules = zone.getRules();
        Stream<ZoneOffset> changed = rules.getTransitions().stream()
                .filter(transition -> transition.getInstant().isAfter(Instant.EPOCH))
                .map(ZoneOffsetTransition::getOffsetAfter);
        Stream<ZoneOffset> ruled = rules.getTransitionRules().stream().map(ZoneOffsetTransitionRule::getOffsetAfter);
        return Stream.of(Stream.of(rules.getOffset(Instant.EPOCH)), changed, ruled)
                .flatMap(Function.identity())
                .allMatch(offset -> offset.getTotalSeconds() * 1_000L % Windows.PANE_MS == 0);
    }

    static Optional<Reading> freshness(YamlMap map) {
        Optional<CountedEvents> events = CountedEvents.read(map);
        OptionalLong within = map.require("within", "7d").map(Windows::window).orElse(OptionalLong.empty());
        Optional<YamlValue> good = map.require("good", "{ evaluation_score: { gte: declared_floor } }");
        if (events.isEmpty() || good.isEmpty()) {
            return Optional.empty();
        }
        List<FieldMatcher> matchers =
                CountedEvents.matchers(map, "good", events.get().of());
        events.get().checkExcluded(map, "good", matchers);
        return within.isEmpty()
                ? Optional.empty()
                : IndicatorReader.named(events.get(), map)
                        .map(counted -> new Reading(
                                counted.measuredBy(new Measure.Share(matchers, false)),
                                Optional.of(new Goal.Freshness(within.getAsLong())),
                                Optional.empty()));
    }

    static Optional<Reading> spend(YamlMap map) {
        Optional<SampleName> name =
                map.require("name", "cost_micro_usd").flatMap(v -> CountedEvents.sampleName(v, true));
        Optional<Goal> goal = map.require("monthly", "{ from: 9000000000, to: 12000000000, zone: UTC }")
                .flatMap(v -> v.map(List.of("from", "to", "zone", "proRataAfter")))
                .flatMap(GoalReader::spendBand);
        CountedEvents events = CountedEvents.of(map, TelemetryKind.SAMPLE);
        return name.flatMap(counter -> goal.map(band ->
                new Reading(events.measuredBy(new Measure.Sum(counter.word())), Optional.of(band), Optional.empty())));
    }

    private static Optional<Goal> spendBand(YamlMap map) {
        OptionalLong low = amount(map, "from", "9000000000");
        OptionalLong high = amount(map, "to", "12000000000");
        Optional<Window.CalendarMonth> month = month(map);
        OptionalLong after = map.has("proRataAfter")
                ? Windows.timer(map.get("proRataAfter").orElseThrow())
                : OptionalLong.of(DEFAULT_PRO_RATA_AFTER_MS);
        if (low.isEmpty() || high.isEmpty() || month.isEmpty() || after.isEmpty()) {
            return Optional.empty();
        }
        if (low.getAsLong() >= high.getAsLong()) {
            map.self().error("the band is empty: from is not below to", "write the lower bound in from");
            return Optional.empty();
        }
        if (after.getAsLong() > 28 * DAY_MS) {
            map.get("proRataAfter").orElseThrow().error("no month may last that long", "write 28d or less");
            return Optional.empty();
        }
        return Optional.of(new Goal.SpendBand(month.get(), low.getAsLong(), high.getAsLong(), after.getAsLong()));
    }

    private static OptionalLong amount(YamlMap map, String key, String example) {
        OptionalLong amount = map.require(key, example).map(YamlValue::whole).orElse(OptionalLong.empty());
        if (amount.isPresent() && amount.getAsLong() < 0) {
            map.get(key).orElseThrow().error("an amount is 0 or more", "write 0 or more");
            return OptionalLong.empty();
        }
        return amount;
    }
}
