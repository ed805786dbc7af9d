// SPDX-License-Identifier: Apache-2.0
package io.slostream.dashboards.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * When an alert was in which state: from its transitions, and from the hourly word on where it stands. At a word that was
 * due and did not come it was inactive, which is never said twice; so words only ever add.
 */
public final class AlertSpans {
    private static final String INACTIVE = "inactive";
    private static final String FIRING = "firing";
    private static final Map<String, String> AFTER = Map.of(
            "pending", "pending", FIRING, FIRING, "no_data", "no_data", "resolved", INACTIVE, "cancelled", INACTIVE);

    private final Map<String, List<Mark>> byAlert = new TreeMap<>();

    /** What is known of an alert at an instant. */
    private record Mark(long atMs, String state, Optional<String> severity, Optional<String> before) {}

    /**
     * A stretch in which an alert was not inactive.
     *
     * @param state pending, firing or no_data
     * @param severity while it fires
     * @param fromMs its beginning, or that of the stretch that was asked for
     * @param toMs its end; empty: it is still so at the end of the stretch
     */
    public record Span(String alert, String state, Optional<String> severity, long fromMs, OptionalLong toMs) {}

    /**
     * Takes in a transition.
     *
     * @param state after it, as its record says
     * @param before state before it: inactive, pending, firing or no_data
     */
    public void transition(String alert, long atMs, String state, Optional<String> severity, String before) {
        // Suppressed is a word about a condition that was met in vain: the alert stays where it is.
        String after = AFTER.getOrDefault(state, before);
        mark(alert, new Mark(atMs, after, ofFiring(after, severity), Optional.of(before)));
    }

    /** Takes in where an alert stands at a boundary. */
    public void stands(String alert, long atMs, String state, Optional<String> severity) {
        mark(alert, new Mark(atMs, state, ofFiring(state, severity), Optional.empty()));
    }

    private static Optional<String> ofFiring(String state, Optional<String> severity) {
        return state.equals(FIRING) ? severity : Optional.empty();
    }

    private void mark(String alert, Mark mark) {
        byAlert.computeIfAbsent(alert, absent -> new ArrayList<>()).add(mark);
    }

    /** The spans that lie in or reach into a stretch, by alert and time. */
    public List<Span> between(long fromMs, long toMs) {
        List<Span> spans = new ArrayList<>();
        byAlert.forEach((alert, marks) -> {
            // At one boundary the transition comes first: the word on where it stands tells of the same state.
            marks.sort(Comparator.comparingLong(Mark::atMs)
                    .thenComparing(mark -> mark.before().isEmpty()));
            add(alert, marks, fromMs, toMs, spans);
        });
        return spans;
    }

    private static void add(String alert, List<Mark> marks, long fromMs, long toMs, List<Span> spans) {
        Mark first = marks.get(0);
        // Before the first mark: what it says it came from, or else the same.
        Mark open = first.before()
                .map(before -> new Mark(fromMs, before, Optional.empty(), Optional.empty()))
                .orElse(first);
        long since = fromMs;
        for (Mark mark : marks) {
            if (mark.atMs() > toMs) {
                break;
            }
            if (mark.state().equals(open.state()) && mark.severity().equals(open.severity())) {
                continue;
            }
            if (mark.atMs() > fromMs) {
                close(alert, open, since, OptionalLong.of(mark.atMs()), spans);
                since = mark.atMs();
            }
            open = mark;
        }
        close(alert, open, since, OptionalLong.empty(), spans);
    }

    private static void close(String alert, Mark open, long sinceMs, OptionalLong toMs, List<Span> spans) {
        if (!open.state().equals(INACTIVE)) {
            spans.add(new Span(alert, open.state(), open.severity(), sinceMs, toMs));
        }
    }
}
