// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.Goal;
import io.slostream.alerting.definition.NoDataPolicy;
import io.slostream.alerting.definition.Severity;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.definition.Tier;
import io.slostream.alerting.definition.Window;
import io.slostream.alerting.judge.AlertJudge;
import io.slostream.alerting.judge.Condition;
import io.slostream.alerting.judge.WindowCounts;
import io.slostream.alerting.state.Adoption;
import io.slostream.alerting.state.AlertMachine;
import io.slostream.alerting.state.AlertState;
import io.slostream.alerting.state.AlertTransition;
import io.slostream.alerting.state.Phase;
import io.slostream.alerting.state.Standing;
import io.slostream.alerting.state.TierState;
import io.slostream.topology.Exclusion;
import io.slostream.topology.window.SeriesEvidence;
import io.slostream.topology.window.SeriesSketches;
import io.slostream.topology.window.SeriesWindows;
import io.slostream.topology.window.SloMask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** One SLO of one series: its alerts and where they stand, and what was last summarised. */
final class SloWatch {
    /**
     * The stored row: the hash of what was last summarised, a bit for each alert that was not as at its beginning when
     * states were last written, then for each alert since when it stands so.
     */
    private static final int HASH = 0;

    private static final int TOLD = 1;
    private static final int FIRST_SINCE = 2;
    /** Stands for a row whose SLO was never summarised; a content that hashes to it is summarised every time. */
    private static final long NEVER_SUMMARISED = 0;

    private final SloDefinition slo;
    private final SummaryKey key;
    private final SeriesWindows windows;
    private final SloMask mask;
    /** The windows as the goal of this SLO sees them. */
    private final WindowCounts counts;

    private final SeriesEvidence evidence;
    private final SloQuantiles quantiles;
    private final VerdictState state;
    private final SummaryRule rule;
    /** Tells the contents under one definition from those under another, so that each is summarised. */
    private final long salt;

    private final long liveFromMs;
    private final Watched[] alerts;
    /** Numbers of the SLO's windows in the series, shortest first, the period last. */
    private final int[] sloWindows;

    private final long[] row;

    /** One alert: how to judge it, and where it stands. */
    private static final class Watched {
        private final AlertKey key;
        private final AlertJudge judge;
        private final int[] windows;
        private final Condition[] conditions;
        private final AlertState initial;
        private AlertState state;

        private boolean isInitial() {
            return state.equals(initial);
        }

        private Watched(AlertKey key, AlertDefinition alert, SeriesWindows windows, AlertState stored) {
            this.key = key;
            this.judge = new AlertJudge(alert, windows::windowNumber);
            this.windows = AlertJudge.windowsOf(alert).stream()
                    .mapToInt(windows::windowNumber)
                    .toArray();
            this.conditions = new Condition[alert.tiers().size()];
            this.initial = AlertState.initial(alert.tiers().size());
            this.state = stored == null ? initial : stored;
        }

        private long dueMs(long boundaryMs, SeriesWindows counts) {
            long due = AlertMachine.dueMs(judge.alert(), state);
            for (int tier = 0; tier < conditions.length; tier++) {
                // Coverage grows without events too, and may be all that keeps silence from alerting.
                if (conditions[tier] == Condition.NO_DATA_UNCOVERED
                        && judge.alert().noData() instanceof NoDataPolicy.AlertAfter) {
                    due = Math.min(due, boundaryMs + judge.uncoveredForMs(tier, counts));
                }
            }
            return due;
        }
    }

    SloWatch(
            SloDefinition slo,
            String group,
            SeriesWindows windows,
            SloMask mask,
            SeriesEvidence evidence,
            SeriesSketches sketches,
            VerdictState state,
            SummaryRule rule,
            long salt,
            long liveFromMs) {
        this.slo = slo;
        this.key = new SummaryKey(slo.name(), group);
        this.windows = windows;
        this.mask = mask;
        this.counts = MaskedCounts.of(slo, windows, mask);
        this.evidence = evidence;
        this.quantiles = new SloQuantiles(slo, sketches);
        this.state = state;
        this.rule = rule;
        this.salt = salt;
        this.liveFromMs = liveFromMs;
        this.alerts = slo.alerts().stream()
                .map(alert -> {
                    AlertKey alertKey = new AlertKey(slo.name(), alert.name(), group);
                    return new Watched(alertKey, alert, windows, state.alerts().get(alertKey));
                })
                .toArray(Watched[]::new);
        this.sloWindows = sloWindows();
        this.row = row();
    }

    private int[] sloWindows() {
        List<Window> periods = slo.goal().periods();
        Stream<Window> ofAlerts = slo.alerts().stream()
                .flatMap(alert -> AlertJudge.windowsOf(alert).stream())
                .filter(window -> !periods.contains(window))
                .distinct()
                .sorted();
        Stream<Window> otherPeriods = periods.stream().skip(1).sorted();
        return Stream.of(ofAlerts, otherPeriods, Stream.of(slo.period()))
                .flatMap(Function.identity())
                .mapToInt(windows::windowNumber)
                .toArray();
    }

    private long[] row() {
        long[] stored = rule.isNone() ? null : state.summaries().get(key);
        if (stored != null && stored.length == FIRST_SINCE + alerts.length) {
            return stored.clone();
        }
        long[] fresh = new long[FIRST_SINCE + alerts.length];
        Arrays.fill(fresh, TierState.NEVER);
        fresh[HASH] = NEVER_SUMMARISED;
        fresh[TOLD] = 0;
        return fresh;
    }

    /** Whether time alone may change what this SLO says, also while no event comes: its goal has a deadline. */
    boolean isDrivenByTime() {
        return !(slo.goal() instanceof Goal.Share);
    }

    /** Takes the verdicts of one boundary; says whether any state moved. */
    boolean judge(long boundaryMs, long intervalMs, VerdictSink out) {
        boolean moved = false;
        for (int number = 0; number < alerts.length; number++) {
            Watched watched = alerts[number];
            for (int tier = 0; tier < watched.conditions.length; tier++) {
                watched.conditions[tier] = watched.judge.condition(tier, counts);
            }
            AlertState before = watched.state;
            AlertMachine.Step step =
                    AlertMachine.next(watched.judge.alert(), before, watched.conditions, boundaryMs, intervalMs);
            if (step.moved()) {
                watched.state = step.state();
                state.alerts().put(watched.key, watched.state);
                remember(number, before, boundaryMs);
                moved = true;
            }
            step.transition().ifPresent(transition -> tell(verdict(watched, transition, before), out));
            if (boundaryMs == liveFromMs) {
                step.state().severity().ifPresent(severity -> announce(watched, severity, step, out));
            }
        }
        return moved;
    }

    /**
     * The first instant at which time alone may change an alert as it was last judged, while no window has an event; the
     * greatest long when there is none.
     */
    long dueMs(long boundaryMs) {
        long due = Long.MAX_VALUE;
        for (Watched watched : alerts) {
            due = Math.min(due, watched.dueMs(boundaryMs, windows));
        }
        return due;
    }

    private void tell(Verdict verdict, VerdictSink out) {
        out.verdict(verdict);
        AlertTransition transition = verdict.transition();
        if (transition.atMs() > liveFromMs && transition.kind().concernsPagers()) {
            out.alert(verdict);
        }
    }

    /** Pagers' time begins here: each alert that is firing is told once, whenever it fired; what ended is history. */
    private void announce(Watched watched, Severity severity, AlertMachine.Step step, VerdictSink out) {
        AlertState state = watched.state;
        AlertTransition.Reason reason = state.firedAtMs() == liveFromMs
                ? step.transition().orElseThrow().reason()
                : AlertTransition.Reason.START;
        AlertTransition transition = new AlertTransition(
                AlertTransition.Kind.FIRING,
                severity,
                liveFromMs,
                state.startedAtMs(),
                state.firedAtMs(),
                TierState.NEVER,
                reason);
        out.alert(verdict(watched, transition, state));
    }

    private void remember(int number, AlertState before, long boundaryMs) {
        if (!rule.isNone() && Standing.of(before) != Standing.of(alerts[number].state)) {
            row[FIRST_SINCE + number] = boundaryMs;
            state.summaries().put(key, row);
        }
    }

    private Verdict verdict(Watched watched, AlertTransition transition, AlertState before) {
        return new Verdict(
                watched.key,
                transition,
                Standing.of(before),
                readings(watched.windows),
                reading(sloWindows[0]),
                reading(sloWindows[sloWindows.length - 1]),
                evidence.since(oldestEdgeMs(watched.windows)).stream()
                        .filter(event -> !mask.hides(event.timeMs()))
                        .toList());
    }

    /**
     * Hands the alerts over to another definition of the SLO, which takes their place: those that it names go on from
     * where they stand, the others end. What goes on does so from the state, in a watch made anew.
     *
     * @param boundaryMs the first boundary that the other definition judges
     */
    void passTo(SloDefinition next, long boundaryMs, VerdictSink out) {
        long[] passed = new long[FIRST_SINCE + next.alerts().size()];
        Arrays.fill(passed, TierState.NEVER);
        passed[HASH] = NEVER_SUMMARISED;
        passed[TOLD] = 0;
        for (int number = 0; number < alerts.length; number++) {
            Watched watched = alerts[number];
            int place = placeOf(watched.key.alert(), next);
            if (place < 0) {
                end(watched, boundaryMs, out);
                continue;
            }
            AlertDefinition before = watched.judge.alert();
            AlertDefinition after = next.alerts().get(place);
            if (!watched.state.equals(watched.initial)) {
                state.alerts().put(watched.key, Adoption.adopt(before, after, watched.state));
            }
            passed[FIRST_SINCE + place] = row[FIRST_SINCE + number];
            passed[TOLD] |= (row[TOLD] >>> number & 1) << place;
        }
        if (!rule.isNone()) {
            state.summaries().put(key, passed);
        }
    }

    private static int placeOf(String alert, SloDefinition next) {
        for (int place = 0; place < next.alerts().size(); place++) {
            if (next.alerts().get(place).name().equals(alert)) {
                return place;
            }
        }
        return -1;
    }

    /** Ends every alert: the SLO or its group is no more. No alert is left open. */
    void end(long boundaryMs, VerdictSink out) {
        for (Watched watched : alerts) {
            end(watched, boundaryMs, out);
        }
        state.summaries().delete(key);
        out.removed(key.slo(), key.group(), boundaryMs);
    }

    private void end(Watched watched, long boundaryMs, VerdictSink out) {
        AlertState before = watched.state;
        if (before.phase() != Phase.INACTIVE) {
            boolean fired = before.phase() == Phase.FIRING;
            tell(
                    verdict(
                            watched,
                            new AlertTransition(
                                    fired ? AlertTransition.Kind.RESOLVED : AlertTransition.Kind.CANCELLED,
                                    before.severity().orElseGet(() -> greatest(watched.judge.alert())),
                                    boundaryMs,
                                    before.startedAtMs(),
                                    before.firedAtMs(),
                                    fired ? boundaryMs : TierState.NEVER,
                                    AlertTransition.Reason.REMOVED),
                            before),
                    out);
        }
        state.alerts().delete(watched.key);
    }

    private static Severity greatest(AlertDefinition alert) {
        return alert.tiers().stream()
                .map(Tier::severity)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    SloMask mask() {
        return mask;
    }

    String slo() {
        return key.slo();
    }

    String group() {
        return key.group();
    }

    /**
     * Writes where the alerts stand, with every timer. An alert that stands as at its beginning is written only if it did
     * not the last time: no word means that there is nothing to know.
     */
    void writeStates(long boundaryMs, VerdictSink out) {
        long told = 0;
        for (int number = 0; number < alerts.length; number++) {
            if (isToTell(number)) {
                out.alertState(alerts[number].key, alerts[number].state, boundaryMs);
            }
            told |= alerts[number].isInitial() ? 0 : 1L << number;
        }
        if (told != row[TOLD]) {
            row[TOLD] = told;
            state.summaries().put(key, row);
        }
    }

    /** Whether some alert must be written at the end of the hour. */
    boolean hasStateToTell() {
        for (int number = 0; number < alerts.length; number++) {
            if (isToTell(number)) {
                return true;
            }
        }
        return false;
    }

    private boolean isToTell(int number) {
        return !alerts[number].isInitial() || (row[TOLD] >>> number & 1) != 0;
    }

    private long oldestEdgeMs(int[] numbers) {
        long oldest = Long.MAX_VALUE;
        for (int window : numbers) {
            oldest = Math.min(oldest, windows.startMs(window));
        }
        return oldest;
    }

    /** Says how the SLO stands, if it is not as it was when it last did. */
    void summarise(long boundaryMs, VerdictSink out) {
        long hash = contentHash();
        if (hash == row[HASH] && hash != NEVER_SUMMARISED) {
            return;
        }
        row[HASH] = hash;
        state.summaries().put(key, row);
        List<SloStatus.AlertStatus> statuses = new ArrayList<>(alerts.length);
        for (int number = 0; number < alerts.length; number++) {
            AlertState stands = alerts[number].state;
            statuses.add(new SloStatus.AlertStatus(
                    alerts[number].key.alert(), Standing.of(stands), stands.severity(), row[FIRST_SINCE + number]));
        }
        out.summary(new SloStatus(
                key.slo(),
                key.group(),
                boundaryMs,
                readings(sloWindows),
                statuses,
                quantiles.readings(),
                excludedEvents(),
                mask.of(sloWindows)));
    }

    /** Over all that a summary says; coverage in whole percent, since it changes at nearly every boundary. */
    private long contentHash() {
        ContentHash content = new ContentHash(salt);
        for (int window : sloWindows) {
            content.add(counts.good(window));
            content.add(counts.total(window));
            content.add(windows.coveredPercent(window));
        }
        quantiles.addTo(content);
        for (int number = 0; number < alerts.length; number++) {
            AlertState stands = alerts[number].state;
            content.add(Standing.of(stands).name().hashCode());
            content.add(stands.severity()
                    .map(severity -> severity.name().hashCode())
                    .orElse(0));
            content.add(row[FIRST_SINCE + number]);
        }
        List<Exclusion> exclusions = mask.of(sloWindows);
        if (!exclusions.isEmpty()) {
            content.add(excludedEvents());
            exclusions.forEach(exclusion -> add(exclusion, content));
        }
        return content.value();
    }

    private static void add(Exclusion exclusion, ContentHash content) {
        content.add(exclusion.fromMs());
        content.add(exclusion.toMs());
        content.add(exclusion.reason().hashCode());
        content.add(exclusion.who().hashCode());
    }

    private long excludedEvents() {
        return MaskedCounts.areMasked(slo) ? mask.excluded(sloWindows[sloWindows.length - 1]) : 0;
    }

    /** An instant until which the exclusions that its summary lists stay the same, unless one arrives. */
    long listsSameUntilMs() {
        return mask.unchangedUntilMs(sloWindows);
    }

    private List<Verdict.Reading> readings(int[] numbers) {
        List<Verdict.Reading> readings = new ArrayList<>(numbers.length);
        for (int window : numbers) {
            readings.add(reading(window));
        }
        return readings;
    }

    private Verdict.Reading reading(int window) {
        return new Verdict.Reading(
                windows.window(window),
                counts.good(window),
                counts.total(window),
                slo.errorBudget(),
                windows.coveredMs(window),
                windows.lengthMs(window));
    }
}
