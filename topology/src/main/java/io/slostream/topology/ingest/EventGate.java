// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.ingest;

import io.slostream.alerting.definition.FieldMatcher;
import io.slostream.alerting.definition.FieldMatcher.OtherField;
import io.slostream.alerting.definition.Indicator;
import io.slostream.alerting.definition.Measure;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether and how an event enters an SLI, before its measure is asked: what each kind of event leaves out by itself. */
@FunctionalInterface
interface EventGate {
    int SERVER_ERRORS = 500;
    int CLIENT_ERRORS = 400;

    /** What a gate says. */
    enum Entry {
        EXCLUDED,
        /** Counts as bad, whatever was measured. */
        BAD,
        ASK
    }

    /** Judges one event; allocates nothing. */
    Entry judge(TelemetryEvent event);

    /** The gate of an indicator. */
    static EventGate of(Indicator indicator) {
        return switch (indicator.of()) {
            case REQUEST -> requests(indicator);
            case EVALUATION, CANARY -> results(indicator);
            case SAMPLE, ROUTING, CHECKPOINT -> event -> Entry.ASK;
            case EXCLUSION -> throw new IllegalArgumentException("exclusions count nothing");
        };
    }

    private static EventGate requests(Indicator indicator) {
        TelemetryKind kind = TelemetryKind.REQUEST;
        int status = index(kind, "status_code");
        int error = index(kind, "error_type");
        int shadow = index(kind, "shadow");
        int outputTokens = index(kind, "output_tokens");
        Set<String> read = fieldsRead(indicator.measure().matchers());
        boolean latency = read.stream().anyMatch(name -> name.endsWith("_ms"));
        boolean perToken = read.contains("tpot_ms") && !(indicator.measure() instanceof Measure.Attainment);
        boolean shadowCounts = indicator.includeShadow();
        boolean clientErrorsCount = indicator.includeClientErrors();
        return event -> {
            long code = event.longAt(status);
            boolean clientError = code >= CLIENT_ERRORS && code < SERVER_ERRORS;
            if ((event.booleanAt(shadow) && !shadowCounts) || (clientError && !clientErrorsCount)) {
                return Entry.EXCLUDED;
            }
            if (latency && (code >= SERVER_ERRORS || event.has(error))) {
                return Entry.BAD;
            }
            // A time per output token needs a second token: the first one belongs to TTFT.
            return perToken && event.longAt(outputTokens) < 2 ? Entry.EXCLUDED : Entry.ASK;
        };
    }

    private static EventGate results(Indicator indicator) {
        int error = index(indicator.of(), "error_type");
        boolean asksForErrors = fieldsRead(indicator.measure().matchers()).contains("error_type")
                || fieldsRead(indicator.where()).contains("error_type");
        return event -> event.has(error) && !asksForErrors ? Entry.EXCLUDED : Entry.ASK;
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
}
