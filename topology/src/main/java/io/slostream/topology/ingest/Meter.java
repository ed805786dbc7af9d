// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.ingest;

import io.slostream.alerting.definition.FieldMatcher;
import io.slostream.alerting.definition.FieldMatcher.Flag;
import io.slostream.alerting.definition.Indicator;
import io.slostream.alerting.definition.Measure;
import io.slostream.alerting.definition.Operator;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.ingest.FieldTest.Answer;
import java.util.List;
import org.apache.avro.util.Utf8;

/** Measures how much of an event is good; {@link #good} and {@link #total} belong to the event measured last. */
abstract class Meter {
    /** Good part of the last event. */
    protected long good;
    /** All of the last event. */
    protected long total;

    /** Measures an event that has passed the gate; says whether it counts, which it does not when it was not measured. */
    abstract boolean measure(TelemetryEvent event);

    /** Whether the last event could not be measured, where it should have been: the field that decides is missing. */
    boolean isUnmeasured() {
        return false;
    }

    final long good() {
        return good;
    }

    final long total() {
        return total;
    }

    /** The meter of an indicator. */
    static Meter of(Indicator indicator) {
        Measure measure = indicator.measure();
        if (measure instanceof Measure.Share share) {
            return indicator.of() == TelemetryKind.CANARY
                    ? new Probes(share)
                    : new Share(compile(indicator.of(), share.matchers()), share.areBad());
        }
        if (measure instanceof Measure.Attainment attainment) {
            return new Share(attainmentTests(attainment.good()), false);
        }
        if (measure instanceof Measure.Amounts amounts) {
            return indicator.of() == TelemetryKind.SAMPLE
                    ? new SampleCounters(amounts)
                    : new Fields(indicator.of(), amounts);
        }
        return new Sum(((Measure.Sum) measure).name());
    }

    static FieldTest[] compile(TelemetryKind kind, List<FieldMatcher> matchers) {
        return matchers.stream()
                .map(matcher -> FieldTest.compile(kind, matcher))
                .toArray(FieldTest[]::new);
    }

    /** An answer without a second token has no time per output token, and so none that is too long. */
    private static FieldTest[] attainmentTests(List<FieldMatcher> good) {
        int outputTokens = index(TelemetryKind.REQUEST, "output_tokens");
        return good.stream()
                .map(matcher -> {
                    FieldTest test = FieldTest.compile(TelemetryKind.REQUEST, matcher);
                    return matcher.field().equals("tpot_ms")
                            ? (FieldTest) event -> event.longAt(outputTokens) < 2 ? Answer.TRUE : test.test(event)
                            : test;
                })
                .toArray(FieldTest[]::new);
    }

    private static int index(TelemetryKind kind, String field) {
        return kind.field(field).orElseThrow().index();
    }

    /** One event, good or bad. */
    private static class Share extends Meter {
        private final FieldTest[] tests;
        private final boolean areBad;
        private boolean unmeasured;

        Share(FieldTest[] tests, boolean areBad) {
            this.tests = tests;
            this.areBad = areBad;
        }

        @Override
        boolean measure(TelemetryEvent event) {
            Answer answer = FieldTest.all(tests, event);
            total = 1;
            good = (answer == Answer.TRUE) == areBad ? 0 : 1;
            unmeasured = answer == Answer.UNKNOWN;
            return !unmeasured;
        }

        @Override
        final boolean isUnmeasured() {
            return unmeasured;
        }
    }

    /** A canary that may report {@code passed_count} of {@code probe_count} instead of one result. */
    private static final class Probes extends Share {
        private static final int COUNT = index(TelemetryKind.CANARY, "probe_count");
        private static final int PASSED = index(TelemetryKind.CANARY, "passed_count");

        private final boolean areBad;
        private final boolean passedIsRead;
        private final boolean passedIsWanted;

        Probes(Measure.Share share) {
            super(tests(share.matchers()), share.areBad());
            areBad = share.areBad();
            passedIsRead = share.matchers().stream().anyMatch(Probes::reads);
            passedIsWanted = share.matchers().stream()
                    .filter(Probes::reads)
                    .findFirst()
                    .map(matcher -> ((Flag) matcher.operand()).value())
                    .orElse(true);
        }

        /** A {@code passed} matcher is answered by the counts where the event has them. */
        private static FieldTest[] tests(List<FieldMatcher> matchers) {
            return matchers.stream()
                    .map(matcher -> {
                        FieldTest test = FieldTest.compile(TelemetryKind.CANARY, matcher);
                        return reads(matcher)
                                ? (FieldTest) event -> event.has(COUNT) ? Answer.TRUE : test.test(event)
                                : test;
                    })
                    .toArray(FieldTest[]::new);
        }

        private static boolean reads(FieldMatcher matcher) {
            return matcher.field().equals("passed") && matcher.operator() == Operator.EQUALS;
        }

        @Override
        boolean measure(TelemetryEvent event) {
            boolean measured = super.measure(event);
            if (measured && event.has(COUNT)) {
                boolean met = (good == 1) != areBad;
                total = event.longAt(COUNT);
                long matching = met ? matching(event) : 0;
                good = areBad ? total - matching : matching;
            }
            return measured;
        }

        private long matching(TelemetryEvent event) {
            long count = event.longAt(COUNT);
            if (!passedIsRead) {
                return count;
            }
            long passed = event.longAt(PASSED);
            return passedIsWanted ? passed : count - passed;
        }
    }

    /** Two whole-number fields of one event. */
    private static final class Fields extends Meter {
        private final int part;
        private final int whole;
        private final boolean partIsBad;

        Fields(TelemetryKind kind, Measure.Amounts amounts) {
            part = index(kind, amounts.part());
            whole = index(kind, amounts.whole());
            partIsBad = amounts.partIsBad();
        }

        @Override
        boolean measure(TelemetryEvent event) {
            if (!event.has(part) || !event.has(whole)) {
                return false;
            }
            total = event.longAt(whole);
            // A part above its whole is a reporter's error; it may not make more than all of it good or bad.
            long counted = Math.min(event.longAt(part), total);
            good = partIsBad ? total - counted : counted;
            return true;
        }
    }

    /** Two counters that come as samples of their own: each moves its own sum. */
    private static final class SampleCounters extends Meter {
        private static final int NAME = index(TelemetryKind.SAMPLE, "name");
        private static final int VALUE = index(TelemetryKind.SAMPLE, "value");

        private final Utf8 part;
        private final Utf8 whole;
        private final boolean partIsBad;

        SampleCounters(Measure.Amounts amounts) {
            part = new Utf8(amounts.part());
            whole = new Utf8(amounts.whole());
            partIsBad = amounts.partIsBad();
        }

        @Override
        boolean measure(TelemetryEvent event) {
            Utf8 name = event.stringAt(NAME);
            long increase = (long) event.doubleAt(VALUE);
            if (name.equals(whole)) {
                total = increase;
                good = partIsBad ? increase : 0;
                return true;
            }
            total = 0;
            good = partIsBad ? -increase : increase;
            return name.equals(part);
        }
    }

    /** One counter's increases; all of them count. */
    private static final class Sum extends Meter {
        private static final int NAME = index(TelemetryKind.SAMPLE, "name");
        private static final int VALUE = index(TelemetryKind.SAMPLE, "value");

        private final Utf8 wanted;

        Sum(String name) {
            wanted = new Utf8(name);
        }

        @Override
        boolean measure(TelemetryEvent event) {
            total = (long) event.doubleAt(VALUE);
            good = total;
            return event.stringAt(NAME).equals(wanted);
        }
    }
}
