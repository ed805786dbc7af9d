// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import io.slostream.alerting.definition.FieldMatcher;
import io.slostream.alerting.definition.Indicator;
import io.slostream.alerting.definition.Measure;
import java.util.List;
import java.util.Map;

/**
 * The rival of the compiled classifier: walks the matchers of a request SLI for each event and asks a map for each
 * field by its name. Only what the fixed SLOs use.
 */
final class InterpretedSli {
    private final Indicator indicator;

    enum Outcome {
        GOOD,
        BAD,
        EXCLUDED
    }

    InterpretedSli(Indicator indicator) {
        this.indicator = indicator;
    }

    Outcome judge(Map<String, Object> request) {
        if (!Boolean.TRUE.equals(all(indicator.where(), request))) {
            return Outcome.EXCLUDED;
        }
        long status = ((Number) request.get("status_code")).longValue();
        boolean clientError = status >= 400 && status < 500;
        if (Boolean.TRUE.equals(request.get("shadow")) || clientError) {
            return Outcome.EXCLUDED;
        }
        if (reads("_ms") && (status >= 500 || request.containsKey("error_type"))) {
            return Outcome.BAD;
        }
        if (reads("tpot_ms") && ((Number) request.get("output_tokens")).longValue() < 2) {
            return Outcome.EXCLUDED;
        }
        Boolean good = all(good(), request);
        return good == null ? Outcome.EXCLUDED : good ? Outcome.GOOD : Outcome.BAD;
    }

    private List<FieldMatcher> good() {
        return ((Measure.Share) indicator.measure()).matchers();
    }

    private boolean reads(String suffix) {
        for (FieldMatcher matcher : indicator.where()) {
            if (matcher.field().endsWith(suffix)) {
                return true;
            }
        }
        for (FieldMatcher matcher : good()) {
            if (matcher.field().endsWith(suffix)) {
                return true;
            }
        }
        return false;
    }

    /** Three-valued "and": null when a field is missing and nothing is false. */
    private static Boolean all(List<FieldMatcher> matchers, Map<String, Object> request) {
        Boolean result = true;
        for (FieldMatcher matcher : matchers) {
            Boolean holds = test(matcher, request);
            if (Boolean.FALSE.equals(holds)) {
                return false;
            }
            result = holds == null ? null : result;
        }
        return result;
    }

    private static Boolean test(FieldMatcher matcher, Map<String, Object> request) {
        Object value = request.get(matcher.field());
        return switch (matcher.operator()) {
            case EXISTS -> (value != null) == ((FieldMatcher.Flag) matcher.operand()).value();
            case LT -> value == null ? null : compare(value, matcher.operand(), request) < 0;
            case LTE -> {
                Integer order = value == null ? null : compare(value, matcher.operand(), request);
                yield order == null ? null : order <= 0;
            }
            default -> throw new IllegalArgumentException("not used by the fixed SLOs: " + matcher);
        };
    }

    /** Null when the field that is compared with is missing. */
    private static Integer compare(Object value, FieldMatcher.Operand operand, Map<String, Object> request) {
        double left = ((Number) value).doubleValue();
        if (operand instanceof FieldMatcher.Whole whole) {
            return Double.compare(left, (double) whole.value());
        } else if (operand instanceof FieldMatcher.Decimal decimal) {
            return Double.compare(left, decimal.value());
        } else if (operand instanceof FieldMatcher.OtherField other) {
            Object right = request.get(other.name());
            return right == null ? null : Double.compare(left, ((Number) right).doubleValue());
        }
        throw new IllegalArgumentException("not used by the fixed SLOs: " + operand);
    }
}
