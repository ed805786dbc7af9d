// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.state;

import static io.slostream.alerting.AlertFixtures.MINUTE;
import static io.slostream.alerting.AlertFixtures.T0;
import static io.slostream.alerting.AlertFixtures.alert;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.NoDataPolicy;
import io.slostream.alerting.definition.Severity;
import io.slostream.alerting.judge.Condition;
import io.slostream.alerting.state.AlertTransition.Kind;
import io.slostream.alerting.state.AlertTransition.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Random walks of one to four tiers, and what must hold at each step whatever the conditions were. */
class AlertMachineWalkTest {
    private static final long SEED = 4_711;
    private static final int SEQUENCES = 2_000;
    private static final int STEPS = 200;

    private final int[] seen = new int[Kind.values().length];

    @Test
    void shouldHoldItsInvariantsOnRandomWalks() {
        SplittableRandom random = new SplittableRandom(SEED);

        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            Walk walk = new Walk(random.split(), sequence);
            for (int step = 0; step < STEPS; step++) {
                walk.step();
            }
        }

        assertThat(IntStream.of(seen).min().orElseThrow())
                .as("each kind of transition occurs often enough to mean something")
                .isGreaterThan(1_000);
    }

    private final class Walk {
        private final SplittableRandom random;
        private final int sequence;
        private final AlertDefinition alert;
        private final List<Condition[]> history = new ArrayList<>();
        private AlertState state;
        private Optional<AlertTransition> open = Optional.empty();
        private boolean noDataSaid;
        private boolean suppressedSaid;

        Walk(SplittableRandom random, int sequence) {
            this.random = random;
            this.sequence = sequence;
            Severity[] severities = IntStream.range(0, random.nextInt(1, 5))
                    .mapToObj(tier -> random.nextBoolean() ? Severity.PAGE : Severity.TICKET)
                    .toArray(Severity[]::new);
            alert = alert(
                    random.nextInt(4) * MINUTE,
                    random.nextInt(4) * MINUTE,
                    random.nextInt(3) == 0 ? NoDataPolicy.RESET : NoDataPolicy.FREEZE,
                    severities);
            state = AlertState.initial(severities.length);
        }

        void step() {
            history.add(conditions());
            long boundary = T0 + (history.size() - 1) * MINUTE;
            AlertState before = state;

            AlertMachine.Step step = AlertMachine.next(alert, before, last(), boundary, MINUTE);

            state = step.state();
            String where = "seed %d, sequence %d, step %d".formatted(SEED, sequence, history.size() - 1);
            assertThat(step.moved()).as(where).isEqualTo(!state.equals(before));
            assertThat(step.transition().isPresent() && !step.moved()).as(where).isFalse();
            checkFolding(where);
            Optional<Kind> kind = step.transition().map(AlertTransition::kind);
            assertThat(kind).as(where).isEqualTo(expectedKind(before));
            step.transition().ifPresent(transition -> check(where, before, transition, boundary));
            assertThat(open.isPresent()).as(where).isEqualTo(state.phase() == Phase.FIRING);
        }

        private void checkFolding(String where) {
            Optional<Severity> greatest = IntStream.range(0, state.tiers().size())
                    .filter(tier -> state.tiers().get(tier).phase() == Phase.FIRING)
                    .mapToObj(tier -> alert.tiers().get(tier).severity())
                    .max(Severity::compareTo);
            assertThat(state.severity()).as(where).isEqualTo(greatest);
            assertThat(state.startedAtMs() == TierState.NEVER).as(where).isEqualTo(state.phase() == Phase.INACTIVE);
            assertThat(state.firedAtMs() == TierState.NEVER).as(where).isEqualTo(state.phase() != Phase.FIRING);
        }

        private Optional<Kind> expectedKind(AlertState before) {
            boolean silent = Stream.of(last()).anyMatch(Condition.NO_DATA::equals)
                    && Stream.of(last()).noneMatch(c -> c == Condition.MET || c.isSuppressed());
            boolean suppressed =
                    state.phase() == Phase.INACTIVE && Stream.of(last()).anyMatch(Condition::isSuppressed);
            noDataSaid &= silent;
            suppressedSaid &= suppressed;
            Phase was = before.phase();
            Phase is = state.phase();
            if (is == Phase.FIRING && (was != Phase.FIRING || !before.severity().equals(state.severity()))) {
                return Optional.of(Kind.FIRING);
            } else if (was == Phase.FIRING && is != Phase.FIRING) {
                return Optional.of(Kind.RESOLVED);
            } else if (was == Phase.PENDING && is == Phase.INACTIVE) {
                return Optional.of(Kind.CANCELLED);
            } else if (was == Phase.INACTIVE && is == Phase.PENDING) {
                return Optional.of(Kind.PENDING);
            } else if (silent && !noDataSaid) {
                noDataSaid = true;
                return Optional.of(Kind.NO_DATA);
            } else if (suppressed && !suppressedSaid) {
                suppressedSaid = true;
                return Optional.of(Kind.SUPPRESSED);
            }
            return Optional.empty();
        }

        private void check(String where, AlertState before, AlertTransition transition, long boundary) {
            seen[transition.kind().ordinal()]++;
            assertThat(transition.atMs()).as(where).isEqualTo(boundary);
            switch (transition.kind()) {
                case FIRING -> checkFiring(where, transition);
                case RESOLVED -> {
                    AlertTransition firing = open.orElseThrow(() -> new AssertionError("no firing before, " + where));
                    assertThat(transition.startedAtMs()).as(where).isEqualTo(firing.startedAtMs());
                    assertThat(transition.firedAtMs()).as(where).isEqualTo(firing.firedAtMs());
                    assertThat(transition.firedAtMs()).as(where).isLessThan(transition.resolvedAtMs());
                    assertThat(transition.severity()).as(where).isEqualTo(firing.severity());
                    assertThat(transition.reason()).as(where).isIn(Reason.RECOVERED, Reason.NO_DATA);
                    assertThat(transition.reason() == Reason.NO_DATA && alert.noData() == NoDataPolicy.FREEZE)
                            .as("%s: silence resolved it", where)
                            .isFalse();
                    open = Optional.empty();
                }
                case CANCELLED -> assertThat(transition.startedAtMs()).as(where).isEqualTo(before.startedAtMs());
                default -> assertThat(transition.resolvedAtMs()).as(where).isEqualTo(TierState.NEVER);
            }
        }

        private void checkFiring(String where, AlertTransition transition) {
            if (open.isPresent()) {
                assertThat(transition.reason()).as(where).isEqualTo(Reason.SEVERITY);
                assertThat(transition.severity())
                        .as(where)
                        .isNotEqualTo(open.get().severity());
                assertThat(transition.startedAtMs())
                        .as(where)
                        .isEqualTo(open.get().startedAtMs());
                assertThat(transition.firedAtMs())
                        .as(where)
                        .isEqualTo(open.get().firedAtMs());
            } else {
                assertThat(transition.reason()).as(where).isEqualTo(Reason.CONDITION);
                assertThat(transition.firedAtMs()).as(where).isEqualTo(transition.atMs());
                assertThat(held(transition)).as(where).isGreaterThanOrEqualTo(alert.holdMs());
            }
            open = Optional.of(transition);
        }

        /** How long the tier that fired first had been held, without the time in which it had no data. */
        private long held(AlertTransition firing) {
            int tier = IntStream.range(0, state.tiers().size())
                    .filter(i -> state.tiers().get(i).phase() == Phase.FIRING
                            && state.tiers().get(i).startedAtMs() == firing.startedAtMs())
                    .findFirst()
                    .orElseThrow();
            int from = (int) ((firing.startedAtMs() - T0) / MINUTE);
            long silent = history.subList(from, history.size()).stream()
                    .filter(conditions -> conditions[tier] == Condition.NO_DATA)
                    .count();
            return firing.firedAtMs() - firing.startedAtMs() - silent * MINUTE;
        }

        private Condition[] last() {
            return history.get(history.size() - 1);
        }

        /** Conditions come in runs, as they do in life; tiers are independent. */
        private Condition[] conditions() {
            Condition[] next = new Condition[alert.tiers().size()];
            for (int tier = 0; tier < next.length; tier++) {
                next[tier] = history.isEmpty() || random.nextInt(3) == 0
                        ? Condition.values()[random.nextInt(Condition.values().length)]
                        : last()[tier];
            }
            return next;
        }
    }
}
