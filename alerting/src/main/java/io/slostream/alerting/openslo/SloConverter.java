// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.openslo;

import io.slostream.alerting.yaml.Quoted;
import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** Writes one SLO of OpenSLO as a definition of ours; a part that is in error is left out. */
final class SloConverter {
    private static final String OCCURRENCES = "Occurrences";

    private final Indicators indicators;
    private final AlertPolicies policies;
    private final Notes notes;

    SloConverter(Indicators indicators, AlertPolicies policies, Notes notes) {
        this.indicators = indicators;
        this.policies = policies;
        this.notes = notes;
    }

    /** The definition, as far as it can be written. */
    Draft convert(OpenSloObject slo) {
        Draft draft = new Draft(slo.self());
        Optional<YamlMap> spec = slo.spec()
                .flatMap(v -> v.map(List.of(
                        "description",
                        "service",
                        "indicator",
                        "indicatorRef",
                        "timeWindow",
                        "budgetingMethod",
                        "objectives",
                        "alertPolicies")));
        List<Placed<Optional<Policy>>> alerts = spec.map(policies::of).orElse(List.of());
        Labels labels = new Labels(slo);
        draft.line(comment(slo, spec, labels, alerts));
        draft.line("apiVersion: slostream/v1");
        draft.line("kind: SLO");
        draft.line("metadata:");
        int metadata = draft.lineCount();
        write("metadata", "name", name(slo), draft);
        write("metadata", "owner", labels.require("owner", "my-team-oncall"), draft);
        draft.closeMapping(metadata);
        draft.line("spec:");
        int specification = draft.lineCount();
        slo.spec().ifPresent(v -> draft.origin("spec", v));
        write("spec", "dashboard", labels.require("dashboard", "serving"), draft);
        write("spec", "category", labels.categoryOr("slo"), draft);
        spec.ifPresent(map -> spec(map, slo, alerts, draft));
        if (spec.isEmpty()) {
            List.of("indicator", "objective", "period").forEach(key -> draft.omit("spec", key));
        }
        draft.closeMapping(specification);
        return draft;
    }

    private void spec(YamlMap map, OpenSloObject slo, List<Placed<Optional<Policy>>> alerts, Draft draft) {
        map.get("description")
                .flatMap(SloConverter::sentence)
                .ifPresent(flow -> draft.line("  description: ", flow, "spec.description"));
        boolean countsEvents = countsEvents(map);
        Optional<Objective> objective =
                map.require("objectives", "[{ target: 0.999 }]").flatMap(v -> Objective.read(v, countsEvents));
        Optional<Sli> sli = indicators.of(map);
        sli.ifPresent(found -> indicator(found, objective, draft));
        if (sli.isEmpty()) {
            draft.omit("spec", "indicator");
        }
        Optional<Placed<BigDecimal>> target = objective.flatMap(Objective::target);
        write("spec", "objective", target.map(t -> Flow.of(t.value().toPlainString(), t.source())), draft);
        write(
                "spec",
                "period",
                map.require("timeWindow", "[{ duration: 28d, isRolling: true }]")
                        .flatMap(TimeWindow::read),
                draft);
        if (target.isPresent() && isShare(target.get().value())) {
            AlertWriter writer = new AlertWriter(
                    slo.name().map(YamlValue::scalarValue).orElse("this SLO"),
                    target.get().value(),
                    draft,
                    notes);
            alerts.forEach(alert -> alert.value().ifPresent(policy -> writer.write(alert.source(), policy)));
        }
        map.get("alertPolicies").ifPresent(v -> draft.origin("spec.alerts", v));
    }

    private static void write(String path, String key, Optional<Flow> value, Draft draft) {
        if (value.isPresent()) {
            draft.line("  " + key + ": ", value.get(), path + "." + key);
        } else {
            draft.omit(path, key);
        }
    }

    private static Optional<Flow> name(OpenSloObject slo) {
        return slo.metadata()
                .flatMap(m -> m.get("name"))
                .flatMap(NameReader::read)
                .map(name -> Flow.of(Flow.quoted(name.value()), name.source()));
    }

    /** Our descriptions are one sentence, so line breaks are spaces. */
    private static Optional<Flow> sentence(YamlValue value) {
        if (!value.isText()) {
            value.text();
            return Optional.empty();
        }
        String text = value.scalarValue().strip().replaceAll("\\s+", " ");
        if (text.codePoints().anyMatch(Quoted::isUnsafe)) {
            value.error("the description holds control characters", "remove them");
            return Optional.empty();
        }
        return Optional.of(Flow.of(Flow.quoted(text), value));
    }

    private static boolean countsEvents(YamlMap map) {
        Optional<YamlValue> method = map.require("budgetingMethod", OCCURRENCES);
        Optional<String> word = method.flatMap(v -> v.oneOf(List.of(OCCURRENCES, "Timeslices", "RatioTimeslices")));
        boolean countsEvents = word.isEmpty() || word.get().equals(OCCURRENCES);
        if (!countsEvents) {
            method.get()
                    .error(
                            "a budget here is spent by events, not by slices of time",
                            "write " + OCCURRENCES + " and the target that you want of events");
        }
        return countsEvents;
    }

    private static void indicator(Sli sli, Optional<Objective> objective, Draft draft) {
        String form = sli.form().name().toLowerCase(Locale.ROOT);
        String path = "spec.indicator." + form;
        draft.line("  indicator:", "spec.indicator", sli.source());
        draft.line("    " + form + ":", path, sli.source());
        for (Map.Entry<String, Flow> entry : sli.entries().entrySet()) {
            draft.line("      " + entry.getKey() + ": ", entry.getValue(), path + "." + entry.getKey());
        }
        if (sli.form() == Sli.Form.RATIO) {
            objective.ifPresent(found -> checkNoBound(found.map()));
        } else if (objective.isEmpty() || !bound(objective.get().map(), path, draft)) {
            draft.expect(path, "one bound says what is good");
        }
    }

    private static void checkNoBound(YamlMap objective) {
        for (String key : List.of("op", "value")) {
            objective
                    .get(key)
                    .ifPresent(v -> v.error("only a threshold metric is compared with a value", "remove " + key));
        }
    }

    /** A threshold metric takes its bound from the objective; false when that is in error. */
    private static boolean bound(YamlMap objective, String path, Draft draft) {
        Optional<String> op = objective.require("op", "lte").flatMap(v -> v.oneOf(List.of("lt", "lte", "gt", "gte")));
        Optional<YamlValue> value = objective.require("value", "500");
        Optional<BigDecimal> number = value.flatMap(v -> v.decimal("500"));
        if (op.isPresent() && number.isPresent()) {
            Flow bound = Flow.of(number.get().toPlainString(), value.get());
            draft.line("      " + op.get() + ": ", bound, path + "." + op.get());
        }
        return op.isPresent() && number.isPresent();
    }

    private static boolean isShare(BigDecimal target) {
        return target.signum() > 0 && target.compareTo(BigDecimal.ONE) < 0;
    }

    /** What our definitions have no word for, so that it is not lost without a trace. */
    private static String comment(
            OpenSloObject slo, Optional<YamlMap> spec, Labels labels, List<Placed<Optional<Policy>>> alerts) {
        StringJoiner lost = new StringJoiner(", ");
        slo.metadata().flatMap(m -> m.get("displayName")).ifPresent(v -> lost.add("displayName"));
        spec.flatMap(m -> m.get("service")).ifPresent(v -> lost.add("service " + Quoted.plain(v.scalarValue())));
        labels.others().forEach(label -> lost.add("label " + Quoted.plain(label)));
        slo.metadata().flatMap(m -> m.get("annotations")).ifPresent(v -> lost.add("annotations"));
        alerts.stream()
                .flatMap(alert -> alert.value().stream())
                .flatMap(policy -> policy.targets().stream())
                .distinct()
                .forEach(target -> lost.add("notification target " + target));
        return "# Converted from OpenSLO v1." + (lost.length() == 0 ? "" : " Not carried over: " + lost + ".");
    }
}
