// SPDX-License-Identifier: Apache-2.0
package io.slostream.testkit.oracle;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The alert semantics, told a second time: timers are counted in evaluations that had data, not in instants, and every
 * tier keeps its whole present episode.
 */
final class OracleMachine {
    private static final long UNSET = Long.MIN_VALUE;

    private final String key;
    private final OracleSlo slo;
    private final OracleAlert alert;
    private final long intervalMs;
    private final List<Tier> tiers = new ArrayList<>();
    /** Silence as one more tier that says "met" while the alert has no data; null when it may last for ever. */
    private final Tier silence;

    private String phase = "inactive";
    private long startedAtMs = UNSET;
    private long firedAtMs = UNSET;
    private String severity;
    private boolean noDataSaid;
    private boolean suppressedSaid;

    private static final class Tier {
        private final OracleAlert.Tier definition;
        private final String severity;
        private final long holdMs;
        private String phase = "inactive";
        private long startedAtMs = UNSET;
        private long firedAtMs = UNSET;
        /** Evaluations with data since the condition began, itself not counted. */
        private long heldSteps;
        /** Evaluations with data since the condition ended while firing, itself not counted; −1: it has not ended. */
        private long clearSteps = -1;

        private String answer;

        private Tier(OracleAlert.Tier definition, String severity, long holdMs) {
            this.definition = definition;
            this.severity = severity;
            this.holdMs = holdMs;
        }

        private boolean is(String wanted) {
            return phase.equals(wanted);
        }
    }

    OracleMachine(String key, OracleSlo slo, OracleAlert alert, long intervalMs) {
        this.key = key;
        this.slo = slo;
        this.alert = alert;
        this.intervalMs = intervalMs;
        alert.tiers().forEach(tier -> tiers.add(new Tier(tier, tier.severity(), alert.holdMs())));
        OracleAlert.NoData policy = alert.noData();
        String loudest = tiers.stream().anyMatch(tier -> tier.severity.equals("page")) ? "page" : "ticket";
        silence = policy.alerts() && !alert.likePrometheus()
                ? new Tier(null, policy.severity() == null ? loudest : policy.severity(), policy.alertAfterMs())
                : null;
    }

    /** One evaluation; {@code counts} holds good, total, covered and whole length by window. */
    Optional<OracleTransition> evaluate(long t, Map<Long, long[]> counts) {
        String oldPhase = phase;
        String oldSeverity = severity;
        long oldStarted = startedAtMs;
        long oldFired = firedAtMs;
        String oldPendingSeverity = greatest("pending");
        String end = "recovered";
        boolean tierEnded = false;
        for (Tier tier : tiers) {
            tier.answer = answer(tier.definition, counts);
            boolean carried = tier.is(oldPhase);
            step(tier, t);
            if (carried && !tier.is(oldPhase)) {
                end = endReason(end, tier.answer);
                tierEnded = true;
            }
        }
        boolean met = tiers.stream().anyMatch(tier -> tier.answer.equals("met") || tier.answer.startsWith("gate:"));
        boolean noData = !met && tiers.stream().anyMatch(tier -> tier.answer.startsWith("no_data"));
        if (silence != null) {
            silence.answer = !noData ? "not_met" : anyAnswers("no_data") ? "met" : "gate:coverage";
            boolean carried = silence.is("firing");
            step(silence, t);
            end = carried && !silence.is("firing") && !tierEnded ? "data_back" : end;
        }
        phase = anyIs("firing") || silenceFires() ? "firing" : anyIs("pending") ? "pending" : "inactive";
        updateTimes(oldPhase);
        severity = greatest("firing");

        Optional<Tier> suppressed = phase.equals("inactive")
                ? tiers.stream()
                        .filter(tier -> tier.answer.startsWith("gate:"))
                        .max(Comparator.comparing((Tier tier) -> tier.severity.equals("page")))
                : Optional.empty();
        noDataSaid &= noData;
        suppressedSaid &= suppressed.isPresent();

        if (phase.equals("firing") && !oldPhase.equals("firing")) {
            noDataSaid |= noData;
            return say("firing", severity, t, startedAtMs, firedAtMs, UNSET, noData ? "no_data" : "condition", counts);
        }
        if (phase.equals("firing") && !Objects.equals(severity, oldSeverity)) {
            return say("firing", severity, t, startedAtMs, firedAtMs, UNSET, "severity", counts);
        }
        if (oldPhase.equals("firing") && !phase.equals("firing")) {
            return say("resolved", oldSeverity, t, oldStarted, oldFired, t, end, counts);
        }
        if (oldPhase.equals("pending") && phase.equals("inactive")) {
            return say("cancelled", oldPendingSeverity, t, oldStarted, UNSET, UNSET, end, counts);
        }
        if (oldPhase.equals("inactive") && phase.equals("pending")) {
            return say("pending", greatest("pending"), t, startedAtMs, UNSET, UNSET, "condition", counts);
        }
        if (noData && !noDataSaid) {
            noDataSaid = true;
            return say("no_data", greatest(phase), t, startedAtMs, firedAtMs, UNSET, "no_data", counts);
        }
        if (suppressed.isPresent() && !suppressedSaid) {
            suppressedSaid = true;
            Tier tier = suppressed.get();
            return say(
                    "suppressed",
                    tier.severity,
                    t,
                    UNSET,
                    UNSET,
                    UNSET,
                    tier.answer.substring("gate:".length()),
                    counts);
        }
        return Optional.empty();
    }

    /** Of several tiers that end together, silence is named before missing coverage, and that before recovery. */
    private static String endReason(String soFar, String answer) {
        if (soFar.equals("no_data") || answer.startsWith("no_data")) {
            return "no_data";
        }
        return answer.equals("gate:coverage") ? "coverage" : soFar;
    }

    private String answer(OracleAlert.Tier tier, Map<Long, long[]> counts) {
        BigDecimal limit = tier.limit(slo.objective());
        boolean open = false;
        for (long window : tier.windowsMs()) {
            long[] row = counts.get(window);
            BigDecimal bad = BigDecimal.valueOf(row[1] - row[0]);
            if (row[1] == 0) {
                open = true;
            } else if (bad.compareTo(limit.multiply(BigDecimal.valueOf(row[1]))) <= 0) {
                return "not_met";
            }
        }
        if (alert.likePrometheus()) {
            return open ? "not_met" : "met";
        }
        List<long[]> rows = tier.windowsMs().stream().map(counts::get).toList();
        boolean covered = rows.stream()
                .allMatch(row -> BigDecimal.valueOf(row[2])
                                .compareTo(alert.minimumCoverage().multiply(BigDecimal.valueOf(row[3])))
                        >= 0);
        if (open) {
            return covered ? "no_data" : "no_data_uncovered";
        }
        if (!covered) {
            return "gate:coverage";
        }
        if (rows.stream().anyMatch(row -> row[1] < alert.minimumEvents())) {
            return "gate:minimum_events";
        }
        if (rows.stream().anyMatch(row -> row[1] - row[0] < alert.minimumBadEvents())) {
            return "gate:minimum_bad_events";
        }
        return "met";
    }

    private void step(Tier tier, long t) {
        boolean holds = tier.answer.equals("met") || tier.answer.startsWith("gate:minimum");
        boolean silent = tier.answer.startsWith("no_data");
        boolean uncovered = tier.answer.equals("gate:coverage");
        if (silent && alert.noData().resets()) {
            clear(tier);
        } else if (tier.is("inactive")) {
            if (tier.answer.equals("met")) {
                tier.startedAtMs = t;
                tier.heldSteps = 0;
                tier.phase = "pending";
                fireWhenHeld(tier, t);
            }
        } else if (tier.is("pending")) {
            if (holds) {
                tier.heldSteps++;
                fireWhenHeld(tier, t);
            } else if (!silent) {
                clear(tier);
            }
        } else if (holds) {
            tier.clearSteps = -1;
        } else if (!silent && !uncovered) {
            tier.clearSteps++;
            if (tier.clearSteps * intervalMs >= alert.keepFiringForMs()) {
                clear(tier);
            }
        }
    }

    private void fireWhenHeld(Tier tier, long t) {
        if (tier.heldSteps * intervalMs >= tier.holdMs) {
            tier.phase = "firing";
            tier.firedAtMs = t;
            tier.clearSteps = -1;
        }
    }

    private static void clear(Tier tier) {
        tier.phase = "inactive";
        tier.startedAtMs = UNSET;
        tier.firedAtMs = UNSET;
        tier.clearSteps = -1;
    }

    private void updateTimes(String oldPhase) {
        if (phase.equals("firing") && oldPhase.equals("firing")) {
            return;
        }
        startedAtMs = earliest(true);
        firedAtMs = phase.equals("firing") ? earliest(false) : UNSET;
    }

    private long earliest(boolean started) {
        return carriers()
                .filter(tier -> tier.is(phase) && !phase.equals("inactive"))
                .mapToLong(tier -> started ? tier.startedAtMs : tier.firedAtMs)
                .min()
                .orElse(UNSET);
    }

    private boolean anyIs(String wanted) {
        return tiers.stream().anyMatch(tier -> tier.is(wanted));
    }

    private boolean anyAnswers(String wanted) {
        return tiers.stream().anyMatch(tier -> tier.answer.equals(wanted));
    }

    private boolean silenceFires() {
        return silence != null && silence.is("firing");
    }

    private Stream<Tier> carriers() {
        return silenceFires() ? Stream.concat(tiers.stream(), Stream.of(silence)) : tiers.stream();
    }

    /** Greatest severity of the tiers in this phase, or null. */
    private String greatest(String wanted) {
        return carriers()
                .filter(tier -> tier.is(wanted))
                .map(tier -> tier.severity)
                .max(Comparator.comparing(word -> word.equals("page")))
                .orElse(null);
    }

    private Optional<OracleTransition> say(
            String state,
            String said,
            long t,
            long started,
            long fired,
            long resolved,
            String reason,
            Map<Long, long[]> counts) {
        List<Long> readings = new ArrayList<>();
        List<Long> seen = new ArrayList<>();
        for (Tier tier : tiers) {
            for (long window : tier.definition.windowsMs()) {
                if (!seen.contains(window)) {
                    seen.add(window);
                    readings.add(counts.get(window)[0]);
                    readings.add(counts.get(window)[1]);
                }
            }
        }
        return Optional.of(new OracleTransition(key, state, said, t, started, fired, resolved, reason, readings));
    }
}
