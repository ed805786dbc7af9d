// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.slotest;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.Indicator;
import io.slostream.alerting.judge.AlertJudge;
import io.slostream.alerting.state.AlertTransition;
import io.slostream.alerting.state.Standing;
import io.slostream.alerting.state.TierState;
import io.slostream.app.slotest.Expectation.Change;
import io.slostream.app.slotest.Expectation.FiringAlert;
import io.slostream.app.slotest.Mismatch.ChangeDifference;
import io.slostream.app.slotest.Mismatch.CloseUp;
import io.slostream.app.slotest.Mismatch.FiringDifference;
import io.slostream.app.slotest.Mismatch.StateAndSeverity;
import io.slostream.app.slotest.Timeline.Burst;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.judge.AlertKey;
import io.slostream.topology.judge.SloStatus;
import io.slostream.topology.judge.SloStatus.AlertStatus;
import io.slostream.topology.judge.SummaryKey;
import io.slostream.topology.judge.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares what a test expects with what the stages said. */
final class Comparison {
    private final EngineDefinition definition;
    private final long startMs;
    private final SloTest test;
    private final Observed observed;
    /** Whom the test's events are about, and who is declared. */
    private final Set<String> named = new TreeSet<>();

    Comparison(SloTestFile file, SloTest test, Observed observed) {
        this.definition = file.definition();
        this.startMs = file.startMs();
        this.test = test;
        this.observed = observed;
        test.events().stream()
                .flatMap(timeline -> timeline.segments().stream())
                .flatMap(segment -> segment.bursts().stream())
                .map(Burst::template)
                .forEach(template -> named.addAll(template.groups()));
        definition.slos().indicators().stream()
                .map(Indicator::groupBy)
                .forEach(groupBy -> definition.declaredGroups(groupBy).ifPresent(named::addAll));
    }

    /** Every expectation that was not met, in the order of the file. */
    List<Mismatch> mismatches() {
        List<Mismatch> mismatches = new ArrayList<>();
        for (Expectation expectation : test.expectations()) {
            Optional<Mismatch> unknown = unknownGroup(expectation);
            unknown.or(() -> compare(expectation)).ifPresent(mismatches::add);
        }
        return mismatches;
    }

    private Optional<Mismatch> compare(Expectation expectation) {
        if (expectation instanceof Expectation.InState inState) {
            return inState(inState);
        }
        if (expectation instanceof Expectation.Firing firing) {
            return firing(firing);
        }
        if (expectation instanceof Expectation.InWindow inWindow) {
            return inWindow(inWindow);
        }
        return transitions((Expectation.Transitions) expectation);
    }

    /** A group that nobody knows is a typing error, which would pass for an alert that is inactive. */
    private Optional<Mismatch> unknownGroup(Expectation expectation) {
        for (int number = 0; number < expectation.subjects().size(); number++) {
            SummaryKey subject = expectation.subjects().get(number);
            Set<String> known = new TreeSet<>(named);
            known.addAll(observed.groups(subject.slo()));
            if (!known.contains(subject.group())) {
                Optional<String> alert =
                        expectation.alerts().stream().skip(number).findFirst().map(AlertKey::alert);
                return Optional.of(new Mismatch.UnknownGroup(expectation.line(), subject, alert, known));
            }
        }
        return Optional.empty();
    }

    private Optional<Mismatch> inState(Expectation.InState expected) {
        CloseUp actual = closeUp(expected.alert(), startMs + expected.atMs());
        StateAndSeverity wanted = new StateAndSeverity(expected.state(), expected.severity());
        return agree(wanted, actual.state())
                ? Optional.empty()
                : Optional.of(new Mismatch.InState(expected.line(), wanted, actual));
    }

    private Optional<Mismatch> firing(Expectation.Firing expectation) {
        long at = startMs + expectation.atMs();
        TreeMap<AlertKey, FiringDifference> differences = new TreeMap<>();
        for (FiringAlert alert : expectation.expected()) {
            StateAndSeverity wanted = new StateAndSeverity(Standing.FIRING, alert.severity());
            CloseUp actual = closeUp(alert.alert(), at);
            if (!agree(wanted, actual.state())) {
                differences.put(alert.alert(), new FiringDifference(Optional.of(wanted), actual));
            }
        }
        for (AlertKey alert : observed.alerts()) {
            if (!expectation.alerts().contains(alert) && state(alert, at).state() == Standing.FIRING) {
                differences.put(alert, new FiringDifference(Optional.empty(), closeUp(alert, at)));
            }
        }
        return differences.isEmpty()
                ? Optional.empty()
                : Optional.of(new Mismatch.Firing(expectation.line(), at, List.copyOf(differences.values())));
    }

    private Optional<Mismatch> inWindow(Expectation.InWindow expected) {
        long at = startMs + expected.atMs();
        Optional<Verdict.Reading> actual = observed.status(expected.subject(), at)
                .flatMap(status -> status.windows().stream()
                        .filter(reading -> reading.window().equals(expected.window()))
                        .findFirst());
        boolean met = actual.map(reading -> expected.counts().areMetBy(reading.good(), reading.total()))
                .orElse(false);
        return met ? Optional.empty() : Optional.of(new Mismatch.InWindow(expected, at, actual));
    }

    /** An alert has at most one change a boundary, so time alone says which change stands beside which. */
    private Optional<Mismatch> transitions(Expectation.Transitions expectation) {
        TreeMap<Long, Change> expected = new TreeMap<>();
        expectation.expected().forEach(change -> expected.put(startMs + change.atMs(), change));
        TreeMap<Long, Verdict> actual = new TreeMap<>();
        observed.transitions(expectation.alert())
                .forEach(verdict -> actual.put(verdict.transition().atMs(), verdict));
        TreeSet<Long> times = new TreeSet<>(expected.keySet());
        times.addAll(actual.keySet());
        List<ChangeDifference> rows = times.stream()
                .map(time -> row(Optional.ofNullable(expected.get(time)), Optional.ofNullable(actual.get(time))))
                .toList();
        return rows.stream().allMatch(ChangeDifference::agrees)
                ? Optional.empty()
                : Optional.of(new Mismatch.Transitions(expectation.line(), expectation.alert(), rows));
    }

    private static ChangeDifference row(Optional<Change> expected, Optional<Verdict> actual) {
        boolean agrees = expected.isPresent()
                && actual.isPresent()
                && agree(expected.get(), actual.get().transition());
        return new ChangeDifference(expected, actual, agrees);
    }

    private static boolean agree(Change expected, AlertTransition actual) {
        return expected.state() == actual.kind()
                && expected.severity().map(actual.severity()::equals).orElse(true)
                && expected.reason().map(actual.reason()::equals).orElse(true);
    }

    private static boolean agree(StateAndSeverity expected, StateAndSeverity actual) {
        return expected.state() == actual.state()
                && (expected.severity().isEmpty() || expected.severity().equals(actual.severity()));
    }

    private StateAndSeverity state(AlertKey alert, long atMs) {
        return observed.alert(alert, atMs)
                .map(status -> new StateAndSeverity(status.standing(), status.severity()))
                .orElse(new StateAndSeverity(Standing.INACTIVE, Optional.empty()));
    }

    private CloseUp closeUp(AlertKey alert, long atMs) {
        Optional<AlertStatus> status = observed.alert(alert, atMs);
        List<Verdict> transitions = observed.transitions(alert);
        return new CloseUp(
                alert,
                atMs,
                state(alert, atMs),
                status.map(AlertStatus::sinceMs).filter(since -> since != TierState.NEVER),
                status.isPresent(),
                observed.status(new SummaryKey(alert.slo(), alert.group()), atMs)
                        .map(found -> windowsOf(alert, found))
                        .orElse(List.of()),
                transitions.stream()
                        .filter(verdict -> verdict.transition().atMs() <= atMs)
                        .reduce((earlier, later) -> later),
                transitions.stream()
                        .filter(verdict -> verdict.transition().atMs() > atMs)
                        .findFirst());
    }

    /** Of all windows of the SLO those that the alert looks at, in its order. */
    private List<Verdict.Reading> windowsOf(AlertKey alert, SloStatus status) {
        AlertDefinition defined = definition.slos().slos().stream()
                .filter(slo -> slo.name().equals(alert.slo()))
                .flatMap(slo -> slo.alerts().stream())
                .filter(candidate -> candidate.name().equals(alert.alert()))
                .findFirst()
                .orElseThrow();
        return AlertJudge.windowsOf(defined).stream()
                .flatMap(window ->
                        status.windows().stream()
                                .filter(reading -> reading.window().equals(window))
                                .findFirst()
                                .stream())
                .toList();
    }
}
