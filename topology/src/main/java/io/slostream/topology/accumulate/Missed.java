// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import io.slostream.alerting.definition.FieldMatcher;
import io.slostream.alerting.definition.FieldMatcher.OtherField;
import io.slostream.alerting.definition.Indicator;
import io.slostream.alerting.definition.Operator;
import io.slostream.alerting.yaml.Quoted;
import io.slostream.alerting.yaml.Suggestions;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryField;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in words why no series counted a valid event, for the person who sent it. Decides nothing. */
final class Missed {
    /** How near to the arrival a time must come, taken for seconds, to be suspected of being some: a year. */
    private static final long NEAR_MS = 366 * 86_400_000L;

    private Missed() {}

    static String late(TelemetryEvent event, long clockMs) {
        long time = event.eventTimeMs();
        boolean seconds = time < Long.MAX_VALUE / 1_000 && Math.abs(time * 1_000 - clockMs) < NEAR_MS;
        return "event_time " + time + " (" + Instant.ofEpochMilli(time) + ") lies before every window"
                + (seconds ? "; it looks like seconds, milliseconds are needed" : "");
    }

    static String unmeasured(TelemetryEvent event, List<Indicator> wantedBy, Optional<String> unknownField) {
        TelemetryKind kind = event.kind();
        String lacking = wantedBy.stream()
                .flatMap(indicator -> indicator.measure().matchers().stream())
                .filter(matcher -> matcher.operator() != Operator.EXISTS)
                .flatMap(Missed::fields)
                .filter(name -> !event.has(kind.field(name).orElseThrow().index()))
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .collect(Collectors.joining(", "));
        return "this " + kind.type() + " measures nothing, since it lacks what an SLO asks for: " + lacking
                + unknownField.map(name -> known(kind, name)).orElse("");
    }

    private static Stream<String> fields(FieldMatcher matcher) {
        return matcher.operand() instanceof OtherField other
                ? Stream.of(matcher.field(), other.name())
                : Stream.of(matcher.field());
    }

    private static String known(TelemetryKind kind, String name) {
        List<String> fields = kind.fields().stream().map(TelemetryField::name).toList();
        return "; " + Quoted.of(name) + " is no field of it"
                + Suggestions.nearest(name, fields)
                        .map(near -> ", did you mean " + near + "?")
                        .orElse("");
    }
}
