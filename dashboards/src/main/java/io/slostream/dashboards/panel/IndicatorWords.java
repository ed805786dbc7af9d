// SPDX-License-Identifier: Apache-2.0
package io.slostream.dashboards.panel;

import io.slostream.alerting.definition.FieldMatcher;
import io.slostream.alerting.definition.Indicator;
import io.slostream.alerting.definition.Measure;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.util.List;
import java.util.stream.Collectors;

/** What an SLI counts as good, in words. */
public final class IndicatorWords {
    private IndicatorWords() {}

    /** For example {@code requests with ttft_ms ≤ 500}. */
    public static String of(Indicator indicator) {
        StringBuilder words = new StringBuilder(measure(indicator));
        if (!indicator.where().isEmpty()) {
            words.append(", among those with ").append(all(indicator.where()));
        }
        if (!indicator.exclude().isEmpty()) {
            words.append(", leaving out those with ").append(all(indicator.exclude()));
        }
        return words.toString();
    }

    private static String measure(Indicator indicator) {
        String events = events(indicator.of());
        Measure measure = indicator.measure();
        if (measure instanceof Measure.Share share) {
            return events + (share.areBad() ? " but not those with " : " with ") + all(share.matchers());
        }
        if (measure instanceof Measure.Attainment attainment) {
            return events + " with " + all(attainment.good());
        }
        if (measure instanceof Measure.Amounts amounts) {
            return amounts.partIsBad()
                    ? amounts.whole() + " less " + amounts.part()
                    : amounts.part() + " of " + amounts.whole();
        }
        return "the sum of " + ((Measure.Sum) measure).name();
    }

    private static String events(TelemetryKind kind) {
        return switch (kind) {
            case EVALUATION -> "evaluations";
            case CANARY -> "canary probes";
            case REQUEST -> "requests";
            case SAMPLE -> "samples";
            case ROUTING -> "routing decisions";
            case CHECKPOINT -> "checkpoint scores";
            case EXCLUSION -> "exclusions";
        };
    }

    private static String all(List<FieldMatcher> matchers) {
        return matchers.stream().map(IndicatorWords::one).collect(Collectors.joining(" and "));
    }

    private static String one(FieldMatcher matcher) {
        String operand = operand(matcher.operand());
        return switch (matcher.operator()) {
            case EXISTS -> operand.equals("true") ? matcher.field() : "no " + matcher.field();
            case EQUALS -> matcher.field() + " = " + operand;
            case IN -> matcher.field() + " among " + operand;
            case LT -> matcher.field() + " < " + operand;
            case LTE -> matcher.field() + " ≤ " + operand;
            case GT -> matcher.field() + " > " + operand;
            case GTE -> matcher.field() + " ≥ " + operand;
        };
    }

    private static String operand(FieldMatcher.Operand operand) {
        if (operand instanceof FieldMatcher.Flag flag) {
            return Boolean.toString(flag.value());
        }
        if (operand instanceof FieldMatcher.Whole whole) {
            return Long.toString(whole.value());
        }
        if (operand instanceof FieldMatcher.Decimal decimal) {
            double value = decimal.value();
            return value == Math.rint(value) && Math.abs(value) < 1e15
                    ? Long.toString((long) value)
                    : Double.toString(value);
        }
        if (operand instanceof FieldMatcher.Text text) {
            return text.value();
        }
        if (operand instanceof FieldMatcher.OneOf oneOf) {
            return oneOf.values().stream().map(IndicatorWords::operand).collect(Collectors.joining(", "));
        }
        return ((FieldMatcher.OtherField) operand).name();
    }
}
