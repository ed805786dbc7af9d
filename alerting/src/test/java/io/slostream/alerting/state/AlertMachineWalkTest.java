// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.state;

import static io.slostream.alerting.AlertFixtures.MINUTE;
import static io.slostream.alerting.AlertFixtures.T0;
import static io.slostream.alerting.AlertFixtures.alert;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.NoDataPolicy;
import io.slostream.alerting.definition.NoDataPolicy.AlertAfter;
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
    private static final Condition[] CONDITIONS = Condition.values();

    private final int[] seen = new int[Kind.values().length];
    private int fromSilence;

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
        assertThat(fromSilence).as("alerts that fired for want of data").isGreaterThan(500);
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
            alert = alert(random.nextInt(4) * MINUTE, random.nextInt(4) * MINUTE, policy(), severities);
            state = AlertState.initial(severities.length);
        }

        private NoDataPolicy policy() {
            return switch (random.nextInt(6)) {
                case 0 -> NoDataPolicy.RESET;
                case 1 -> NoDataPolicy.NOT_MET;
                case 2, 3 ->
                    new AlertAfter(random.nextInt(4) * MINUTE, random.nextBoolean() ? Severity.PAGE : Severity.TICKET);
                default -> NoDataPolicy.FREEZE;
            };
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
            Stream<Severity> ofTiers = IntStream.range(0, state.tiers().size())
                    .filter(tier -> state.tiers().get(tier).phase() == Phase.FIRING)
                    .mapToObj(tier -> alert.tiers().get(tier).severity());
            Stream<Severity> ofSilence = Stream.of(alert.noData())
                    .filter(policy -> state.silence().phase() == Phase.FIRING)
                    .map(policy -> ((AlertAfter) policy).severity());
            assertThat(state.severity())
                    .as(where)
                    .isEqualTo(Stream.concat(ofTiers, ofSilence).max(Severity::compareTo));
            assertThat(state.startedAtMs() == TierState.NEVER).as(where).isEqualTo(state.phase() == Phase.INACTIVE);
            assertThat(state.firedAtMs() == TierState.NEVER).as(where).isEqualTo(state.phase() != Phase.FIRING);
        }

        private Optional<Kind> expectedKind(AlertState before) {
            boolean silent = isSilent(last());
            boolean suppressed =
                    state.phase() == Phase.INACTIVE && Stream.of(last()).anyMatch(Condition::isSuppressed);
            noDataSaid &= silent;
            suppressedSaid &= suppressed;
            Phase was = before.phase();
            Phase is = state.phase();
            if (is == Phase.FIRING && (was != Phase.FIRING || !before.severity().equals(state.severity()))) {
                noDataSaid |= silent && was != Phase.FIRING;
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
                    checkEnd(where, before, transition.reason());
                    open = Optional.empty();
                }
                case CANCELLED -> assertThat(transition.startedAtMs()).as(where).isEqualTo(before.startedAtMs());
                default -> assertThat(transition.resolvedAtMs()).as(where).isEqualTo(TierState.NEVER);
            }
        }

        /** Without data nothing ends, save by the policy that says so. */
        private void checkEnd(String where, AlertState before, Reason reason) {
            boolean tierRecovered = IntStream.range(0, state.tiers().size())
                    .anyMatch(tier -> before.tiers().get(tier).phase() == Phase.FIRING
                            && (last()[tier] == Condition.NOT_MET
                                    || alert.noData().equals(NoDataPolicy.NOT_MET) && last()[tier].isWithoutData()));
            switch (reason) {
                case RECOVERED -> assertThat(tierRecovered).as(where).isTrue();
                case NO_DATA -> assertThat(alert.noData()).as(where).isEqualTo(NoDataPolicy.RESET);
                case DATA_BACK ->
                    assertThat(tierRecovered || isSilent(last())).as(where).isFalse();
                default -> throw new AssertionError(where + ": resolved for " + reason);
            }
        }

        private boolean isSilent(Condition[] conditions) {
            return !alert.noData().equals(NoDataPolicy.NOT_MET)
                    && Stream.of(conditions).anyMatch(Condition::isWithoutData)
                    && Stream.of(conditions).noneMatch(Condition::isMet);
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
                assertThat(transition.firedAtMs()).as(where).isEqualTo(transition.atMs());
                if (isSilent(last())) {
                    assertThat(transition.reason()).as(where).isEqualTo(Reason.NO_DATA);
                    checkSilence(where, transition);
                } else {
                    assertThat(transition.reason()).as(where).isEqualTo(Reason.CONDITION);
                    assertThat(held(transition)).as(where).isGreaterThanOrEqualTo(alert.holdMs());
                }
            }
            open = Optional.of(transition);
        }

        /** Fires at exactly the delay, and was silent and covered from beginning to end. */
        private void checkSilence(String where, AlertTransition firing) {
            long delayMs = ((AlertAfter) alert.noData()).delayMs();
            assertThat(firing.firedAtMs() - firing.startedAtMs()).as(where).isEqualTo(delayMs);
            int from = (int) ((firing.startedAtMs() - T0) / MINUTE);
            assertThat(history.subList(from, history.size())).as(where).allSatisfy(conditions -> {
                assertThat(isSilent(conditions)).isTrue();
                assertThat(conditions).contains(Condition.NO_DATA);
            });
            fromSilence++;
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
                    .filter(conditions -> conditions[tier].isWithoutData())
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
                boolean anew = history.isEmpty() || random.nextInt(3) == 0;
                next[tier] = anew ? CONDITIONS[random.nextInt(CONDITIONS.length)] : last()[tier];
                if (alert.noData().equals(NoDataPolicy.NOT_MET) && next[tier].isSuppressed()) {
                    next[tier] = Condition.MET; // nothing gates there
                }
            }
            return next;
        }
    }
}
