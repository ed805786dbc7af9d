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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every state that an alert of one tier can reach, with every condition, and what is told then. States are told apart by
 * what decides the next evaluation: phases, what the timers have to go and whether they stand, and what was told already.
 * The tables are {@code alert-table-POLICY.txt}; after a change run with {@code -Dgolden.update=true} and read the
 * difference.
 */
class AlertMachineTableTest {
    private static final Path FOLDER = Path.of("src/test/resources/state");
    private static final int LONGEST_HISTORY = 12;
    private static final int LONG = 20;

    /** Hold, keep-firing and delay are two evaluations. */
    enum Policy {
        FREEZE(NoDataPolicy.FREEZE, "MUFBn-~"),
        RESET(NoDataPolicy.RESET, "MUFBn-~"),
        ALERT_AFTER(new NoDataPolicy.AlertAfter(2 * MINUTE, Severity.TICKET), "MUFBn-~"),
        /** Nothing gates in Prometheus, so the judge never says so. */
        PROMETHEUS(NoDataPolicy.NOT_MET, "Mn-~");

        private final AlertDefinition alert;
        private final char[] letters;

        Policy(NoDataPolicy noData, String letters) {
            alert = alert(2 * MINUTE, 2 * MINUTE, noData, Severity.PAGE);
            this.letters = letters.toCharArray();
        }
    }

    /** A state and the history that led to it. */
    private record Reached(String history, AlertState state) {

        AlertMachine.Step next(AlertDefinition alert, char letter) {
            Condition[] conditions = {AlertTimeline.condition(letter)};
            return AlertMachine.next(alert, state, conditions, T0 + history.length() * MINUTE, MINUTE);
        }

        Reached then(AlertDefinition alert, char letter) {
            return new Reached(history + letter, next(alert, letter).state());
        }
    }

    @ParameterizedTest
    @EnumSource(Policy.class)
    void shouldTellWhatTheTableSays(Policy policy) throws IOException {
        StringBuilder table = new StringBuilder();
        reachable(policy).forEach((kind, reached) -> {
            table.append(kind).append("  (").append(reached.history()).append(")\n");
            StringJoiner cells = new StringJoiner("  ", "    ", "\n");
            for (char letter : policy.letters) {
                cells.add(letter + " " + told(reached.next(policy.alert, letter)));
            }
            table.append(cells);
        });

        Path golden = FOLDER.resolve("alert-table-" + policy.name().toLowerCase(Locale.ROOT) + ".txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(FOLDER);
            Files.writeString(golden, table);
        }
        assertThat(table.toString()).isEqualTo(Files.readString(golden));
    }

    /** The phase is what was told last: no state changes it in silence, and none tells of a change that is none. */
    @ParameterizedTest
    @EnumSource(Policy.class)
    void shouldTellOfEveryChangeOfPhaseAndOfNothingElse(Policy policy) {
        reachable(policy).values().forEach(reached -> {
            for (char letter : policy.letters) {
                AlertMachine.Step step = reached.next(policy.alert, letter);
                Optional<Kind> kind = step.transition().map(AlertTransition::kind);
                boolean changes = kind.isPresent() && kind.get() != Kind.NO_DATA && kind.get() != Kind.SUPPRESSED;
                boolean severityOnly =
                        step.transition().map(AlertTransition::reason).equals(Optional.of(Reason.SEVERITY));
                assertThat(changes && !severityOnly)
                        .as("%s, then %s", reached.history(), letter)
                        .isEqualTo(step.state().phase() != reached.state().phase());
            }
        });
    }

    /**
     * A decision that is held back is told at the first such boundary of a run, with its reason, and not again before the
     * run has ended; a run is of boundaries at which the alert is inactive and a tier is met and gated.
     */
    @ParameterizedTest
    @EnumSource(value = Policy.class, mode = EnumSource.Mode.EXCLUDE, names = "PROMETHEUS")
    void shouldTellASuppressedDecisionOnceARun(Policy policy) {
        reachable(policy).values().forEach(reached -> {
            for (char letter : "UFB".toCharArray()) {
                String where = reached.history() + ", then " + letter;
                AlertMachine.Step first = reached.next(policy.alert, letter);
                boolean inactive = first.state().phase() == Phase.INACTIVE;
                boolean fresh = !reached.state().suppressedReported();
                Optional<AlertTransition> told = first.transition();
                if (reached.state().phase() == Phase.INACTIVE && fresh) {
                    assertThat(told.map(AlertTransition::kind)).as(where).contains(Kind.SUPPRESSED);
                    assertThat(told.map(AlertTransition::reason)).as(where).contains(reasonOf(letter));
                } else {
                    assertThat(told.map(AlertTransition::kind)).as(where).isNotEqualTo(Optional.of(Kind.SUPPRESSED));
                }
                // A run that began with another transition is told at its second boundary, any other never again.
                Reached second = reached.then(policy.alert, letter);
                for (char next : "UFB".toCharArray()) {
                    boolean tellsNow =
                            inactive && told.isPresent() && told.get().kind() != Kind.SUPPRESSED;
                    AlertMachine.Step again = second.next(policy.alert, next);
                    if (second.state().phase() == Phase.INACTIVE) {
                        assertThat(again.transition().map(AlertTransition::reason))
                                .as(where + next)
                                .isEqualTo(tellsNow ? Optional.of(reasonOf(next)) : Optional.empty());
                    }
                }
                // Anything else ends the run.
                if (inactive) {
                    Reached over = second.then(policy.alert, 'n');
                    assertThat(over.next(policy.alert, letter).transition().map(AlertTransition::kind))
                            .as(where + "n" + letter)
                            .contains(Kind.SUPPRESSED);
                }
            }
        });
    }

    /** An evaluation that changes nothing may be repeated up to the due instant without changing anything. */
    @ParameterizedTest
    @EnumSource(Policy.class)
    void shouldBeDueExactlyWhenTimeAloneChangesIt(Policy policy) {
        int ranOut = 0;
        for (Reached start : reachable(policy).values()) {
            for (char letter : policy.letters) {
                Reached resting = start.then(policy.alert, letter);
                while (resting.history().length() < LONG) {
                    Reached next = resting.then(policy.alert, letter);
                    if (next.state().equals(resting.state())) {
                        long dueMs = AlertMachine.dueMs(policy.alert, next.state());
                        assertThat(dueMs)
                                .as("%s, resting on %s", next.history(), letter)
                                .isEqualTo(nextChangeMs(policy.alert, next, letter));
                        ranOut += dueMs < Long.MAX_VALUE ? 1 : 0;
                    }
                    resting = next;
                }
            }
        }
        assertThat(ranOut).as("timers that ran out").isPositive();
    }

    private static long nextChangeMs(AlertDefinition alert, Reached from, char letter) {
        Reached later = from;
        while (later.history().length() < 2 * LONG) {
            long boundaryMs = T0 + later.history().length() * MINUTE;
            later = later.then(alert, letter);
            if (!later.state().equals(from.state())) {
                return boundaryMs;
            }
        }
        return Long.MAX_VALUE;
    }

    @Test
    void shouldReachMoreStatesUnderTheRicherPolicies() {
        assertThat(reachable(Policy.PROMETHEUS))
                .hasSizeLessThan(reachable(Policy.FREEZE).size());
        assertThat(reachable(Policy.FREEZE))
                .hasSizeLessThan(reachable(Policy.ALERT_AFTER).size());
    }

    /** One state of each kind, by a shortest history. */
    private static Map<String, Reached> reachable(Policy policy) {
        Map<String, Reached> found = new LinkedHashMap<>();
        Deque<Reached> open = new ArrayDeque<>();
        open.add(new Reached("", AlertState.initial(1)));
        while (!open.isEmpty()) {
            Reached reached = open.remove();
            if (found.putIfAbsent(kindOf(policy.alert, reached), reached) == null) {
                assertThat(reached.history()).hasSizeLessThan(LONGEST_HISTORY);
                for (char letter : policy.letters) {
                    open.add(reached.then(policy.alert, letter));
                }
            }
        }
        return found;
    }

    private static String kindOf(AlertDefinition alert, Reached reached) {
        AlertState state = reached.state();
        long nowMs = T0 + (reached.history().length() - 1) * MINUTE;
        StringJoiner kind = new StringJoiner(", ");
        kind.add(machine("tier", alert, alert.holdMs(), state.tiers().get(0), nowMs));
        if (alert.noData() instanceof NoDataPolicy.AlertAfter policy) {
            kind.add(machine("silence", alert, policy.delayMs(), state.silence(), nowMs));
        }
        if (state.noDataReported()) {
            kind.add("no data told");
        }
        if (state.suppressedReported()) {
            kind.add("suppression told");
        }
        return kind.toString();
    }

    private static String machine(String name, AlertDefinition alert, long holdMs, TierState state, long nowMs) {
        long frozenMs = state.frozenMs() + (state.isFrozen() ? nowMs - state.frozenFromMs() : 0);
        boolean isClearing = state.clearSinceMs() != TierState.NEVER;
        long dueMs = isClearing
                ? state.clearSinceMs() + frozenMs + alert.keepFiringForMs()
                : state.startedAtMs() + frozenMs + holdMs;
        boolean isTimed = isClearing || state.phase() == Phase.PENDING;
        return name + " " + (isClearing ? "clearing" : state.phase().name().toLowerCase(Locale.ROOT))
                + (isTimed && state.isFrozen() ? " frozen" : "")
                + (isTimed ? ", " + (dueMs - nowMs) / MINUTE + "m to go" : "");
    }

    private static String told(AlertMachine.Step step) {
        return step.transition()
                .map(told -> told.kind().word() + ":" + told.reason().word())
                .orElse(".");
    }

    private static Reason reasonOf(char letter) {
        return switch (letter) {
            case 'U' -> Reason.COVERAGE;
            case 'F' -> Reason.MINIMUM_EVENTS;
            default -> Reason.MINIMUM_BAD_EVENTS;
        };
    }
}
