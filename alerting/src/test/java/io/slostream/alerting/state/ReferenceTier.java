// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.state;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.NoDataPolicy;
import io.slostream.alerting.judge.Condition;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What a tier's state must be, said without timers: it looks at the whole history of conditions, one an evaluation,
 * cuts it into incidents and counts evaluations. Slow and plain on purpose.
 *
 * <p>An incident begins at the first {@code MET} outside an incident. It fires at the first evaluation whose condition
 * holds and that has enough evaluations with a holding condition since the beginning. It ends at the first evaluation
 * that ends it; evaluations that say nothing (no data, uncovered) count neither way.
 */
final class ReferenceTier {
    private static final int NONE = Integer.MAX_VALUE;

    private final AlertDefinition alert;
    private final List<Condition> history;
    private final long holdEvaluations;
    private final long keepEvaluations;

    private int started = NONE;
    private int fired = NONE;
    private int ended = NONE;

    ReferenceTier(AlertDefinition alert, List<Condition> conditions, long intervalMs) {
        this.alert = alert;
        history = conditions.stream().map(condition -> told(alert, condition)).toList();
        holdEvaluations = ceilDiv(alert.holdMs(), intervalMs);
        keepEvaluations = ceilDiv(alert.keepFiringForMs(), intervalMs);
        int from = 0;
        do {
            started = first(from, i -> history.get(i) == Condition.MET);
            fired = started == NONE ? NONE : first(started, this::fires);
            int dropped = started == NONE ? NONE : first(started, this::drops);
            if (dropped < fired) {
                fired = NONE;
                ended = dropped;
            } else {
                ended = fired == NONE ? NONE : first(fired, this::resolves);
            }
            from = ended == NONE ? history.size() : ended + 1;
        } while (from < history.size());
    }

    /** To a tier, silence is silence, covered or not; to Prometheus it is health. */
    private static Condition told(AlertDefinition alert, Condition condition) {
        if (condition != Condition.NO_DATA && condition != Condition.NO_DATA_UNCOVERED) {
            return condition;
        }
        return alert.noData().equals(NoDataPolicy.NOT_MET) ? Condition.NOT_MET : Condition.NO_DATA;
    }

    Phase phase() {
        if (started == NONE || ended != NONE) {
            return Phase.INACTIVE;
        }
        return fired == NONE ? Phase.PENDING : Phase.FIRING;
    }

    /** Evaluation, from 0, at which the present incident began; −1 outside an incident. */
    int startedAt() {
        return phase() == Phase.INACTIVE ? -1 : started;
    }

    /** Evaluation at which it fired; −1 unless firing. */
    int firedAt() {
        return phase() == Phase.FIRING ? fired : -1;
    }

    /** First evaluation of the present stretch in which the condition does not hold; −1 unless firing and in one. */
    int clearSince() {
        int since = -1;
        for (int i = history.size() - 1; phase() == Phase.FIRING && i > fired && !holds(i); i--) {
            since = history.get(i) == Condition.NOT_MET ? i : since;
        }
        return since;
    }

    private boolean fires(int at) {
        return holds(at) && count(started + 1, at, this::holds) >= holdEvaluations;
    }

    private boolean drops(int at) {
        Condition condition = history.get(at);
        return condition == Condition.NOT_MET || condition == Condition.MET_UNCOVERED || isReset(at);
    }

    private boolean resolves(int at) {
        if (isReset(at)) {
            return true;
        }
        if (history.get(at) != Condition.NOT_MET) {
            return false;
        }
        int last = at;
        while (!holds(last)) {
            last--;
        }
        // the first evaluation that does not hold starts the timer, so it does not count itself
        return count(last + 1, at, i -> history.get(i) == Condition.NOT_MET) - 1 >= keepEvaluations;
    }

    private boolean isReset(int at) {
        return history.get(at) == Condition.NO_DATA && alert.noData().equals(NoDataPolicy.RESET);
    }

    private boolean holds(int at) {
        return switch (history.get(at)) {
            case MET, MET_FEW_EVENTS, MET_FEW_BAD_EVENTS -> true;
            case MET_UNCOVERED, NOT_MET, NO_DATA, NO_DATA_UNCOVERED -> false;
        };
    }

    private int first(int from, IntPredicate test) {
        for (int i = from; i < history.size(); i++) {
            if (test.test(i)) {
                return i;
            }
        }
        return NONE;
    }

    private static long count(int from, int to, IntPredicate test) {
        return IntStream.rangeClosed(from, to).filter(test).count();
    }

    private static long ceilDiv(long value, long by) {
        return (value + by - 1) / by;
    }
}
