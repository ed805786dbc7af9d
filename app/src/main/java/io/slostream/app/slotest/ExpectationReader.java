// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.slotest;

import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.Durations;
import io.slostream.alerting.definition.Severity;
import io.slostream.alerting.state.AlertTransition;
import io.slostream.alerting.state.Standing;
import io.slostream.alerting.yaml.Quoted;
import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import io.slostream.app.slotest.Expectation.Change;
import io.slostream.app.slotest.Expectation.Firing;
import io.slostream.app.slotest.Expectation.FiringAlert;
import io.slostream.app.slotest.Expectation.InState;
import io.slostream.app.slotest.Expectation.Transitions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads one entry of {@code expect}. It has one of four forms, told apart by the key that says what is expected:
 * {@code state}, {@code firing}, {@code transitions} or {@code window}.
 */
final class ExpectationReader {
    private static final List<String> FORMS = List.of("state", "firing", "transitions", "window");
    private static final List<String> KEYS = Stream.of(
                    List.of("at"), AlertNames.KEYS, FORMS, List.of("severity"), WindowReader.KEYS)
            .flatMap(List::stream)
            .toList();
    private static final List<String> FIRING_KEYS = Stream.of(AlertNames.KEYS, List.of("severity"))
            .flatMap(List::stream)
            .toList();
    private static final List<String> CHANGE_KEYS = List.of("at", "state", "severity", "reason");

    private static final int MAX_ENTRIES = 10_000;

    private final AlertNames alerts;
    private final WindowReader windows;

    ExpectationReader(Optional<DefinitionSet> definitions) {
        this.alerts = new AlertNames(definitions);
        this.windows = new WindowReader(definitions);
    }

    /** The expectation; empty when anything is wrong, all of which is reported. */
    Optional<Expectation> read(YamlValue value) {
        Optional<YamlMap> read = value.map(KEYS);
        if (read.isEmpty()) {
            return Optional.empty();
        }
        YamlMap map = read.get();
        List<String> forms = FORMS.stream().filter(map::has).toList();
        if (forms.size() != 1) {
            value.error(
                    forms.isEmpty() ? "says nothing to expect" : "says " + String.join(" and ", forms),
                    "write one of state: …, firing: [ … ], transitions: [ … ] and window: …");
            return Optional.empty();
        }
        int line = value.place().line();
        if (!forms.get(0).equals("window")) {
            refuse(map, WindowReader.KEYS, forms.get(0), "write it beside window: …");
        }
        return switch (forms.get(0)) {
            case "state" -> inState(map, line);
            case "firing" -> firing(map, line);
            case "transitions" -> transitions(map, line);
            default -> {
                refuse(map, List.of("alert", "severity"), "window", "name the SLO with slo: …");
                yield windows.read(map, line);
            }
        };
    }

    private Optional<Expectation> inState(YamlMap map, int line) {
        var at = map.require("at", "41m").flatMap(ExpectationReader::time);
        var alert = alerts.read(map);
        var state = map.get("state").flatMap(ExpectationReader::standing);
        var severity = severity(map);
        if (severity.isPresent() && state.isPresent() && state.get() != Standing.FIRING) {
            map.get("severity")
                    .orElseThrow()
                    .error("only an alert that fires has a severity", "remove it, or write state: firing");
        }
        return at.flatMap(t -> alert.flatMap(a -> state.map(s -> new InState(line, t, a, s, severity))));
    }

    private Optional<Expectation> firing(YamlMap map, int line) {
        refuse(map, FIRING_KEYS, "firing", "write it in the entries of firing");
        var at = map.require("at", "2h").flatMap(ExpectationReader::time);
        var entries = map.get("firing").flatMap(v -> v.list(MAX_ENTRIES));
        List<FiringAlert> expected = new ArrayList<>();
        for (YamlValue entry : entries.orElse(List.of())) {
            entry.map(FIRING_KEYS)
                    .ifPresent(fields -> alerts.read(fields).ifPresent(alert -> {
                        if (expected.stream().anyMatch(other -> other.alert().equals(alert))) {
                            entry.error("this alert stands twice", "keep one");
                        } else {
                            expected.add(new FiringAlert(alert, severity(fields)));
                        }
                    }));
        }
        return at.filter(t -> entries.isPresent()).map(t -> new Firing(line, t, expected));
    }

    private Optional<Expectation> transitions(YamlMap map, int line) {
        refuse(map, List.of("at", "severity"), "transitions", "write it in the entries of transitions");
        var alert = alerts.read(map);
        var entries = map.get("transitions").flatMap(v -> v.list(MAX_ENTRIES));
        List<Change> expected = new ArrayList<>();
        for (YamlValue entry : entries.orElse(List.of())) {
            change(entry).ifPresent(change -> {
                if (!expected.isEmpty() && expected.get(expected.size() - 1).atMs() >= change.atMs()) {
                    entry.error(
                            "is not later than the one before it",
                            "list transitions in order of time; an alert has one a boundary");
                }
                expected.add(change);
            });
        }
        return alert.filter(a -> entries.isPresent()).map(a -> new Transitions(line, a, expected));
    }

    private static Optional<Change> change(YamlValue entry) {
        Optional<YamlMap> read = entry.map(CHANGE_KEYS);
        if (read.isEmpty()) {
            return Optional.empty();
        }
        YamlMap map = read.get();
        var at = map.require("at", "41m").flatMap(ExpectationReader::time);
        var state = map.require("state", "firing").flatMap(v -> constant(v, AlertTransition.Kind.values()));
        var severity = severity(map);
        var reason = map.get("reason").flatMap(v -> constant(v, AlertTransition.Reason.values()));
        return at.flatMap(t -> state.map(s -> new Change(t, s, severity, reason)));
    }

    private static void refuse(YamlMap map, List<String> keys, String form, String advice) {
        keys.forEach(key -> map.get(key).ifPresent(v -> v.error("does not stand beside " + form, advice)));
    }

    static Optional<Long> time(YamlValue value) {
        return value.parsed("a time since the start of the test", "41m", text -> {
            long ms = Durations.parseMs(text);
            if (ms > TimelineReader.LONGEST_MS) {
                throw new IllegalArgumentException("is longer than a test can last; write 366d at most");
            }
            return ms;
        });
    }

    private static Optional<Severity> severity(YamlMap map) {
        return map.get("severity").flatMap(v -> constant(v, Severity.values()));
    }

    /** Words of transitions are no states: what they lead to is said. */
    private static Optional<Standing> standing(YamlValue value) {
        Optional<AlertTransition.Kind> transition = Arrays.stream(AlertTransition.Kind.values())
                .filter(kind -> kind.word().equals(value.scalarValue()))
                .filter(kind -> Arrays.stream(Standing.values())
                        .noneMatch(standing -> standing.word().equals(kind.word())))
                .findFirst();
        if (transition.isPresent()) {
            value.error(
                    Quoted.of(value.scalarValue()) + " is a transition, which leads to inactive",
                    "write state: inactive, or ask for transitions: [ … ]");
            return Optional.empty();
        }
        return constant(value, Standing.values());
    }

    private static <E extends Enum<E>> Optional<E> constant(YamlValue value, E[] constants) {
        List<String> words = Arrays.stream(constants)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        return value.oneOf(words).map(word -> constants[words.indexOf(word)]);
    }
}
