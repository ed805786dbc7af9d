// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.review;

import io.slostream.alerting.definition.Durations;
import io.slostream.schemas.output.PrintableText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A {@link Change} as lines for people. */
public final class ChangeText {
    private ChangeText() {}

    /** One line an alert that changed, one a budget that did, and the sum. */
    public static List<String> lines(Change change) {
        List<String> lines = new ArrayList<>();
        change.episodes().stream()
                .filter(one -> one.sort() != EpisodeChange.Sort.SAME)
                .map(ChangeText::line)
                .forEach(lines::add);
        change.budgets().stream().map(ChangeText::line).forEach(lines::add);
        lines.add(String.format(
                Locale.ROOT,
                "alerts: %d same, %d moved, %d added, %d lost; pages %d would be %d, in %s: %+.1f a week",
                change.count(EpisodeChange.Sort.SAME),
                change.count(EpisodeChange.Sort.MOVED),
                change.count(EpisodeChange.Sort.ADDED),
                change.count(EpisodeChange.Sort.LOST),
                change.before().pages(),
                change.after().pages(),
                Durations.format(
                        Math.max(0, change.before().toMs() - change.before().fromMs())),
                change.extraPagesPerWeek()));
        return lines;
    }

    private static String line(EpisodeChange change) {
        Episode either = change.either();
        String name = String.format(
                Locale.ROOT,
                "%-6s %-6s %s %s %s",
                change.sort().word(),
                either.severity().word(),
                either.key().slo(),
                either.key().alert(),
                PrintableText.of(either.key().group()));
        return name + ": "
                + switch (change.sort()) {
                    case ADDED -> "would fire " + span(either);
                    case LOST -> "fired " + span(either) + ", would not";
                    case MOVED ->
                        "fired " + span(change.before().orElseThrow()) + ", would "
                                + span(change.after().orElseThrow()) + moved(change);
                    case SAME -> span(either);
                };
    }

    private static String moved(EpisodeChange change) {
        List<String> words = new ArrayList<>();
        if (change.laterMs() != 0) {
            words.add(Durations.format(Math.abs(change.laterMs())) + (change.laterMs() > 0 ? " later" : " earlier"));
        }
        if (change.longerMs() != 0) {
            words.add(Durations.format(Math.abs(change.longerMs())) + (change.longerMs() > 0 ? " longer" : " shorter"));
        }
        Episode before = change.before().orElseThrow();
        Episode after = change.after().orElseThrow();
        if (before.severity() != after.severity()) {
            words.add("a " + after.severity().word() + " in the place of a "
                    + before.severity().word());
        } else if (!before.pagedAtMs().equals(after.pagedAtMs()) && change.laterMs() == 0) {
            words.add("paged " + time(before.pagedAtMs()) + ", would " + time(after.pagedAtMs()));
        }
        return words.isEmpty() ? "" : " (" + String.join(", ", words) + ")";
    }

    private static String line(BudgetChange change) {
        return "budget " + change.of().slo() + " "
                + PrintableText.of(change.of().group()) + ": " + percent(change.before()) + " left, would be "
                + percent(change.after());
    }

    private static String percent(OptionalDouble share) {
        return share.isEmpty() ? "none" : String.format(Locale.ROOT, "%.1f %%", 100 * share.getAsDouble());
    }

    private static String span(Episode episode) {
        return Instant.ofEpochMilli(episode.firedAtMs()) + " to " + time(episode.resolvedAtMs());
    }

    private static String time(OptionalLong timeMs) {
        return timeMs.isEmpty()
                ? "the end"
                : Instant.ofEpochMilli(timeMs.getAsLong()).toString();
    }
}
