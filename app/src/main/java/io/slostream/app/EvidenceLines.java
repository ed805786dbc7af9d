// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slostream.alerting.definition.FieldMatcher;
import io.slostream.alerting.definition.Measure;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.app.history.BadEvents;
import io.slostream.app.review.EventFields;
import io.slostream.schemas.output.PrintableText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Bad events as lines. */
final class EvidenceLines {
    private static final ObjectMapper JSON = new ObjectMapper();

    private EvidenceLines() {}

    /** An object an event, with all its fields. */
    static List<String> ndjson(List<BadEvents.Event> events) {
        List<String> lines = new ArrayList<>();
        for (BadEvents.Event event : events) {
            ObjectNode line = JSON.createObjectNode();
            line.put("topic", event.topic());
            line.put("partition", event.partition());
            line.put("offset", event.offset());
            line.put("arrival_time", Instant.ofEpochMilli(event.arrivalMs()).toString());
            line.set("event", JSON.valueToTree(event.fields()));
            lines.add(line.toString());
        }
        return lines;
    }

    /** A line an event: when, where in the log, which request, and what the SLO looks at. */
    static List<String> text(SloDefinition slo, List<BadEvents.Event> events) {
        Set<String> columns = new LinkedHashSet<>();
        EventFields.IDS.stream()
                .filter(id -> events.stream().anyMatch(event -> event.fields().containsKey(id)))
                .forEach(columns::add);
        decisive(slo).forEach(columns::add);
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("event time", "partition", "offset"));
        head.addAll(columns);
        rows.add(head);
        for (BadEvents.Event event : events) {
            List<String> row = new ArrayList<>(List.of(
                    Instant.ofEpochMilli(event.timeMs()).toString(),
                    Integer.toString(event.partition()),
                    Long.toString(event.offset())));
            columns.forEach(column ->
                    row.add(PrintableText.of(String.valueOf(event.fields().getOrDefault(column, "-")))));
            rows.add(row);
        }
        return aligned(events.isEmpty() ? List.of() : rows);
    }

    /** The fields by which the SLO tells good from bad. */
    private static Stream<String> decisive(SloDefinition slo) {
        Stream<String> failures = slo.indicator().of().field("error_type").isPresent()
                ? Stream.of("status_code", "error_type")
                        .filter(name -> slo.indicator().of().field(name).isPresent())
                : Stream.empty();
        Stream<String> good = slo.indicator().measure() instanceof Measure.Share share
                ? share.matchers().stream().map(FieldMatcher::field)
                : Stream.empty();
        return Stream.concat(failures, good);
    }

    private static List<String> aligned(List<List<String>> rows) {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int at = column;
                int width = rows.stream()
                        .mapToInt(one -> one.get(at).length())
                        .max()
                        .orElse(0);
                line.append(row.get(column))
                        .append(" ".repeat(width - row.get(column).length() + 2));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
