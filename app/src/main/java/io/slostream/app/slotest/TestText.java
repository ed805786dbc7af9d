// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.slotest;

import io.slostream.alerting.definition.Durations;
import io.slostream.alerting.state.AlertTransition;
import io.slostream.alerting.yaml.Suggestions;
import io.slostream.app.replay.VerdictFormat;
import io.slostream.app.slotest.Mismatch.ChangeDifference;
import io.slostream.app.slotest.Mismatch.CloseUp;
import io.slostream.app.slotest.Mismatch.FiringDifference;
import io.slostream.schemas.output.PrintableText;
import io.slostream.sinks.console.TransitionLine;
import io.slostream.topology.judge.AlertKey;
import io.slostream.topology.judge.SummaryKey;
import io.slostream.topology.judge.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A {@link TestResult} for a person: a line, and below a failed test what was expected and what happened instead. */
public final class TestText {
    private final TestResult result;
    private final StringBuilder text = new StringBuilder();

    private TestText(TestResult result) {
        this.result = result;
    }

    /** The lines of one test, each with its end. */
    public static String render(TestResult result) {
        return new TestText(result).render();
    }

    /** The last line. */
    public static String summary(int passed, int failed) {
        int tests = passed + failed;
        return tests + (tests == 1 ? " test: " : " tests: ") + passed + " passed, " + failed + " failed\n";
    }

    private String render() {
        line(0, (result.passed() ? "ok   " : "FAIL ") + result.test().name());
        result.mismatches().forEach(this::mismatch);
        if (!result.passed()) {
            line(2, "events: " + VerdictFormat.TEXT.accounting(result.accounting()));
        }
        return text.toString();
    }

    private void mismatch(Mismatch mismatch) {
        String place = result.file() + ":" + mismatch.line() + ": ";
        if (mismatch instanceof Mismatch.InState inState) {
            line(
                    2,
                    place + name(inState.actual().alert()) + " at "
                            + offset(inState.actual().atMs()));
            line(4, "expected  " + inState.expected());
            closeUp(4, inState.actual());
        } else if (mismatch instanceof Mismatch.Firing firing) {
            line(2, place + "what fires at " + offset(firing.atMs()));
            firing.differences().forEach(this::firing);
        } else if (mismatch instanceof Mismatch.Transitions transitions) {
            line(2, place + "transitions of " + name(transitions.alert()) + ", - expected, + actual");
            transitions.differences().forEach(this::change);
        } else if (mismatch instanceof Mismatch.InWindow inWindow) {
            inWindow(place, inWindow);
        } else if (mismatch instanceof Mismatch.UnknownGroup unknown) {
            unknownGroup(place, unknown);
        }
    }

    private void inWindow(String place, Mismatch.InWindow mismatch) {
        Expectation.InWindow expected = mismatch.expected();
        line(2, place + name(expected.subject(), Optional.empty()) + " at " + offset(mismatch.atMs()));
        line(4, "expected  " + expected.window().name() + " " + words(expected.counts()));
        line(
                4,
                "actual    "
                        + mismatch.actual()
                                .map(TestText::window)
                                .orElse("not judged by then: no event of it was counted"));
    }

    private static String words(Expectation.Counts counts) {
        List<String> words = new ArrayList<>();
        counts.ratio()
                .ifPresent(bound -> words.add("ratio " + (bound.isBelow() ? "below " : "at least ") + bound.written()));
        counts.good().ifPresent(good -> words.add("good " + good));
        counts.total().ifPresent(total -> words.add("total " + total));
        return String.join(", ", words);
    }

    private void unknownGroup(String place, Mismatch.UnknownGroup unknown) {
        line(2, place + name(unknown.subject(), unknown.alert()));
        String group = PrintableText.of(unknown.subject().group());
        line(
                4,
                "no event of this test and no SLO knows the group " + group + "; "
                        + PrintableText.of(Suggestions.advice(
                                unknown.subject().group(), "groups here", new TreeSet<>(unknown.known()))));
    }

    private void firing(FiringDifference difference) {
        String what = difference.expected().isEmpty()
                ? "unexpected  "
                : difference.actual().state().severity().isPresent() ? "different   " : "missing     ";
        line(4, what + name(difference.actual().alert()));
        difference.expected().ifPresent(expected -> line(6, "expected  " + expected));
        closeUp(6, difference.actual());
    }

    private void closeUp(int indent, CloseUp actual) {
        String since = actual.judged()
                ? actual.sinceMs().map(ms -> " since " + offset(ms)).orElse(" from the start")
                : " (not judged by then: no event of it was counted)";
        line(indent, "actual    " + actual.state() + since);
        List<String> pairs = pairs(actual.windows());
        for (int pair = 0; pair < pairs.size(); pair++) {
            line(indent, (pair == 0 ? "windows   " : "          ") + pairs.get(pair));
        }
        line(indent, "before    " + neighbour(actual.before(), actual.atMs()));
        line(indent, "after     " + neighbour(actual.after(), actual.atMs()));
    }

    private String neighbour(Optional<Verdict> verdict, long atMs) {
        return verdict.map(found -> {
                    long distance = found.transition().atMs() - atMs;
                    String how = distance == 0
                            ? "just then"
                            : Durations.format(Math.abs(distance)) + (distance < 0 ? " earlier" : " later");
                    return transition(found) + "  (" + how + ")";
                })
                .orElse("no transition");
    }

    private void change(ChangeDifference row) {
        if (row.agrees()) {
            line(4, "  " + transition(row.actual().orElseThrow()));
            return;
        }
        row.expected().ifPresent(expected -> line(4, "- " + change(expected)));
        row.actual().ifPresent(this::unexpected);
    }

    private void unexpected(Verdict actual) {
        List<String> pairs = pairs(actual.windows());
        if (pairs.size() == 1) {
            line(4, "+ " + transition(actual) + "  " + pairs.get(0));
            return;
        }
        line(4, "+ " + transition(actual));
        pairs.forEach(pair -> line(12, pair));
    }

    private static String change(Expectation.Change change) {
        return words(
                Durations.format(change.atMs()),
                change.state(),
                change.severity().map(severity -> severity.word()).orElse(""),
                change.reason().map(reason -> "[" + reason.word() + "]").orElse(""));
    }

    private String transition(Verdict verdict) {
        AlertTransition transition = verdict.transition();
        return words(
                offset(transition.atMs()),
                transition.kind(),
                transition.severity().word(),
                "[" + transition.reason().word() + "]");
    }

    private static String words(String at, AlertTransition.Kind state, String severity, String reason) {
        return String.format(Locale.ROOT, "%-9s %-10s %-6s %s", at, state.word(), severity, reason)
                .stripTrailing();
    }

    /** Windows two by two, as tiers have them: one line would be too long with four tiers. */
    private static List<String> pairs(List<Verdict.Reading> windows) {
        List<String> pairs = new ArrayList<>();
        for (int first = 0; first < windows.size(); first += 2) {
            pairs.add(windows.subList(first, Math.min(first + 2, windows.size())).stream()
                    .map(TestText::window)
                    .collect(Collectors.joining(", ")));
        }
        return pairs;
    }

    private static String window(Verdict.Reading reading) {
        List<String> notes = new ArrayList<>();
        if (reading.total() > 0) {
            notes.add(String.format(Locale.ROOT, "burn %.2f", reading.burnRate()));
        }
        if (reading.coveredMs() < reading.lengthMs()) {
            notes.add(String.format(Locale.ROOT, "%.0f %% covered", Math.floor(100 * reading.coverage())));
        }
        String counts = new TransitionLine.Window(
                        Durations.format(reading.windowMs()), reading.bad(), reading.total(), OptionalDouble.empty())
                .toString();
        return notes.isEmpty() ? counts : counts + " (" + String.join(", ", notes) + ")";
    }

    private static String name(AlertKey alert) {
        return name(new SummaryKey(alert.slo(), alert.group()), Optional.of(alert.alert()));
    }

    private static String name(SummaryKey subject, Optional<String> alert) {
        return PrintableText.of(subject.slo() + alert.map(name -> " / " + name).orElse("") + " " + subject.group());
    }

    private String offset(long timeMs) {
        return Durations.format(timeMs - result.startMs());
    }

    private void line(int indent, String content) {
        text.append(" ".repeat(indent)).append(content).append('\n');
    }
}
