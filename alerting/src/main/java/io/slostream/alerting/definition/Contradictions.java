// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import io.slostream.alerting.definition.FieldMatcher.Decimal;
import io.slostream.alerting.definition.FieldMatcher.Flag;
import io.slostream.alerting.definition.FieldMatcher.Operand;
import io.slostream.alerting.definition.FieldMatcher.Whole;
import io.slostream.alerting.yaml.YamlValue;
import java.math.BigDecimal;
import java.util.List;

/** Finds comparisons of one field that no value can meet together. */
final class Contradictions {
    private Contradictions() {}

    static void check(YamlValue place, List<FieldMatcher> matchers) {
        for (FieldMatcher left : matchers) {
            for (FieldMatcher right : matchers) {
                if (!left.equals(right) && isImpossible(left, right)) {
                    place.error("no value meets all of these together", "remove or correct one of them");
                    return;
                }
            }
        }
    }

    private static boolean isImpossible(FieldMatcher left, FieldMatcher right) {
        if (left.operator() == Operator.EXISTS) {
            return left.operand().equals(new Flag(false));
        }
        if (left.operator() == Operator.EQUALS && right.operator() == Operator.EQUALS) {
            return !left.operand().equals(right.operand());
        }
        BigDecimal low = numberOf(left.operand());
        BigDecimal high = numberOf(right.operand());
        if (low == null || high == null || !isLowerBound(left.operator()) || !isUpperBound(right.operator())) {
            return false;
        }
        boolean isStrict = left.operator() == Operator.GT || right.operator() == Operator.LT;
        return isStrict ? low.compareTo(high) >= 0 : low.compareTo(high) > 0;
    }

    private static boolean isLowerBound(Operator operator) {
        return operator == Operator.GT || operator == Operator.GTE || operator == Operator.EQUALS;
    }

    private static boolean isUpperBound(Operator operator) {
        return operator == Operator.LT || operator == Operator.LTE || operator == Operator.EQUALS;
    }

    private static BigDecimal numberOf(Operand operand) {
        if (operand instanceof Whole whole) {
            return BigDecimal.valueOf(whole.value());
        }
        return operand instanceof Decimal decimal ? BigDecimal.valueOf(decimal.value()) : null;
    }
}
