// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.ingest;

import io.slostream.alerting.definition.FieldMatcher;
import io.slostream.alerting.definition.FieldMatcher.Flag;
import io.slostream.alerting.definition.FieldMatcher.OtherField;
import io.slostream.alerting.definition.Indicator;
import io.slostream.alerting.definition.Operator;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.ingest.FieldTest.Answer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides for one SLI whether an event counts and how much of it is good. Compiled once; one call an event; allocates
 * nothing. Not thread-safe: {@link #good} and {@link #total} belong to the last event that {@link #counts} accepted.
 *
 * <p>What does not count: events that {@code where} does not match, results whose evaluator or prober failed
 * ({@code error_type}), shadow requests and 4xx unless included, and events that lack a field which would decide
 * (unmeasured; when another matcher of {@code good} fails already, the event is bad). A failed request (status ≥ 500 or {@code error_type}) is bad for every latency SLI, measured or not.
 */
public final class SliClassifier {
    private static final int SERVER_ERRORS = 500;
    private static final int CLIENT_ERRORS = 400;

    private final FieldTest[] where;
    private final FieldTest[] good;
    private final Gate gate;
    /** For canaries only, else null. */
    private final Probes probes;

    private long lastGood;
    private long lastTotal;
    private boolean lastUnmeasured;

    /** Whether and how an event enters, before its good matchers are asked. */
    @FunctionalInterface
    private interface Gate {
        Verdict judge(TelemetryEvent event);
    }

    private enum Verdict {
        EXCLUDED,
        BAD,
        ASK
    }

    /** Compiles the classifier of an indicator. */
    public SliClassifier(Indicator indicator) {
        where = compile(indicator.of(), indicator.where());
        List<FieldMatcher> goodMatchers = indicator.good();
        switch (indicator.of()) {
            case REQUEST -> {
                gate = requestGate(indicator);
                good = compile(indicator.of(), goodMatchers);
            }
            case CANARY -> {
                gate = resultGate(indicator);
                good = canaryTests(goodMatchers);
            }
            case EVALUATION -> {
                gate = resultGate(indicator);
                good = compile(indicator.of(), goodMatchers);
            }
            default -> throw new IllegalArgumentException("no ratio SLI reads " + indicator.of());
        }
        probes = indicator.of() == TelemetryKind.CANARY ? Probes.of(goodMatchers) : null;
    }

    /** Whether the event counts for this SLI; if so, {@link #good} and {@link #total} say how. */
    public boolean counts(TelemetryEvent event) {
        lastUnmeasured = false;
        if (FieldTest.all(where, event) != Answer.TRUE) {
            return false;
        }
        Verdict verdict = gate.judge(event);
        if (verdict != Verdict.ASK) {
            lastGood = 0;
            lastTotal = 1;
            return verdict == Verdict.BAD;
        }
        Answer answer = FieldTest.all(good, event);
        lastTotal = 1;
        lastGood = answer == Answer.TRUE ? 1 : 0;
        if (probes != null && event.has(Probes.COUNT)) {
            lastTotal = event.longAt(Probes.COUNT);
            lastGood = answer == Answer.TRUE ? probes.good(event) : 0;
        }
        lastUnmeasured = answer == Answer.UNKNOWN;
        return !lastUnmeasured;
    }

    /** Whether the last event was wanted, but lacks a field that would decide. */
    public boolean isUnmeasured() {
        return lastUnmeasured;
    }

    /** Good events of the last event that counted: 0 or 1, or the good probes of a canary that reports several. */
    public long good() {
        return lastGood;
    }

    /** Events of the last event that counted: 1, or the probes of a canary that reports several. */
    public long total() {
        return lastTotal;
    }

    private static FieldTest[] compile(TelemetryKind kind, List<FieldMatcher> matchers) {
        return matchers.stream()
                .map(matcher -> FieldTest.compile(kind, matcher))
                .toArray(FieldTest[]::new);
    }

    private static Gate requestGate(Indicator indicator) {
        TelemetryKind kind = TelemetryKind.REQUEST;
        int status = index(kind, "status_code");
        int error = index(kind, "error_type");
        int shadow = index(kind, "shadow");
        int outputTokens = index(kind, "output_tokens");
        Set<String> read = fieldsRead(indicator.good());
        boolean latency = read.stream().anyMatch(name -> name.endsWith("_ms"));
        boolean perToken = read.contains("tpot_ms");
        boolean shadowCounts = indicator.includeShadow();
        boolean clientErrorsCount = indicator.includeClientErrors();
        return event -> {
            long code = event.longAt(status);
            boolean clientError = code >= CLIENT_ERRORS && code < SERVER_ERRORS;
            if ((event.booleanAt(shadow) && !shadowCounts) || (clientError && !clientErrorsCount)) {
                return Verdict.EXCLUDED;
            }
            if (latency && (code >= SERVER_ERRORS || event.has(error))) {
                return Verdict.BAD;
            }
            // A time per output token needs a second token: the first one belongs to TTFT.
            return perToken && event.longAt(outputTokens) < 2 ? Verdict.EXCLUDED : Verdict.ASK;
        };
    }

    private static Gate resultGate(Indicator indicator) {
        int error = index(indicator.of(), "error_type");
        boolean asksForErrors = fieldsRead(indicator.good()).contains("error_type")
                || fieldsRead(indicator.where()).contains("error_type");
        return event -> event.has(error) && !asksForErrors ? Verdict.EXCLUDED : Verdict.ASK;
    }

    /** A canary's {@code passed} matcher, where the event reports counts instead, is answered by {@link Probes}. */
    private static FieldTest[] canaryTests(List<FieldMatcher> matchers) {
        return matchers.stream()
                .map(matcher -> {
                    FieldTest test = FieldTest.compile(TelemetryKind.CANARY, matcher);
                    return Probes.reads(matcher)
                            ? (FieldTest) event -> event.has(Probes.COUNT) ? Answer.TRUE : test.test(event)
                            : test;
                })
                .toArray(FieldTest[]::new);
    }

    private static Set<String> fieldsRead(List<FieldMatcher> matchers) {
        Set<String> names = new HashSet<>();
        for (FieldMatcher matcher : matchers) {
            names.add(matcher.field());
            if (matcher.operand() instanceof OtherField other) {
                names.add(other.name());
            }
        }
        return names;
    }

    private static int index(TelemetryKind kind, String field) {
        return kind.field(field).orElseThrow().index();
    }

    /** The weighing of canary events that report {@code passed_count} of {@code probe_count}. */
    private record Probes(boolean passedIsRead, boolean passedIsGood) {
        private static final int COUNT = index(TelemetryKind.CANARY, "probe_count");
        private static final int PASSED = index(TelemetryKind.CANARY, "passed_count");

        static boolean reads(FieldMatcher matcher) {
            return matcher.field().equals("passed") && matcher.operator() == Operator.EQUALS;
        }

        static Probes of(List<FieldMatcher> good) {
            return good.stream()
                    .filter(Probes::reads)
                    .findFirst()
                    .map(matcher -> new Probes(true, ((Flag) matcher.operand()).value()))
                    .orElse(new Probes(false, true));
        }

        long good(TelemetryEvent event) {
            long count = event.longAt(COUNT);
            if (!passedIsRead) {
                return count;
            }
            long passed = event.longAt(PASSED);
            return passedIsGood ? passed : count - passed;
        }
    }
}
