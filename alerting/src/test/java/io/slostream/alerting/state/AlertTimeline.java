// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.state;

import static io.slostream.alerting.AlertFixtures.MINUTE;
import static io.slostream.alerting.AlertFixtures.T0;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.judge.Condition;
import java.util.ArrayList;
import java.util.List;

/**
 * Drives an alert along timelines, one a tier and one letter a minute: {@code M} met, {@code n} not met, {@code -} no
 * data, {@code ~} no data and uncovered, {@code U} met and uncovered, {@code F} few events, {@code B} few bad events.
 * Blanks are for the eye.
 */
final class AlertTimeline {
    private final List<AlertTransition> transitions = new ArrayList<>();
    private AlertState state;

    private AlertTimeline(AlertDefinition alert, String... tiers) {
        state = AlertState.initial(alert.tiers().size());
        List<String> lines =
                List.of(tiers).stream().map(tier -> tier.replace(" ", "")).toList();
        for (int minute = 0; minute < lines.get(0).length(); minute++) {
            int at = minute;
            Condition[] conditions =
                    lines.stream().map(line -> condition(line.charAt(at))).toArray(Condition[]::new);
            AlertMachine.Step step = AlertMachine.next(alert, state, conditions, T0 + minute * MINUTE, MINUTE);
            state = step.state();
            step.transition().ifPresent(transitions::add);
        }
    }

    static AlertTimeline of(AlertDefinition alert, String... tiers) {
        return new AlertTimeline(alert, tiers);
    }

    /** Transitions as {@code minute kind severity reason}. */
    List<String> transitions() {
        return transitions.stream()
                .map(transition -> String.join(
                        " ",
                        minute(transition.atMs()),
                        transition.kind().word(),
                        transition.severity().word(),
                        transition.reason().word()))
                .toList();
    }

    /** Instants of the transitions, {@code started fired resolved} in minutes, {@code .} where unset. */
    List<String> instants() {
        return transitions.stream()
                .map(transition -> String.join(
                        " ",
                        minute(transition.startedAtMs()),
                        minute(transition.firedAtMs()),
                        minute(transition.resolvedAtMs())))
                .toList();
    }

    AlertState state() {
        return state;
    }

    private static String minute(long instantMs) {
        return instantMs == TierState.NEVER ? "." : Long.toString((instantMs - T0) / MINUTE);
    }

    static Condition condition(char letter) {
        return switch (letter) {
            case 'M' -> Condition.MET;
            case 'n' -> Condition.NOT_MET;
            case '-' -> Condition.NO_DATA;
            case '~' -> Condition.NO_DATA_UNCOVERED;
            case 'U' -> Condition.MET_UNCOVERED;
            case 'F' -> Condition.MET_FEW_EVENTS;
            case 'B' -> Condition.MET_FEW_BAD_EVENTS;
            default -> throw new IllegalArgumentException("no condition is written " + letter);
        };
    }
}
