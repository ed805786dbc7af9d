// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.console;

import io.slostream.schemas.output.PrintableText;
import io.slostream.schemas.topic.TopicCatalog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.StringJoiner;
import org.apache.avro.generic.GenericRecord;

/**
 * A pager's-eye view: one line for a record of {@code slo.alerts.v1}, {@code slo.transitions.v1}, {@code
 * slo.summaries.v1} or {@code slo.dead-letters.v1}. Names and details come from producers, so whatever would move the
 * cursor, end the line or hide is replaced; bytes of dead letters are not shown at all.
 */
public final class ConsoleFormat {
    private static final String ALERT = TopicCatalog.ALERTS.valueSchema().getFullName();
    private static final String TRANSITION =
            TopicCatalog.TRANSITIONS.valueSchema().getFullName();
    private static final String SUMMARY = TopicCatalog.SUMMARIES.valueSchema().getFullName();
    private static final String DEAD_LETTER =
            TopicCatalog.DEAD_LETTERS.valueSchema().getFullName();

    private final Colours colours;

    /**
     * A format.
     *
     * @param coloured whether the state stands in colour, for a terminal
     */
    public ConsoleFormat(boolean coloured) {
        colours = coloured ? Colours.ON : Colours.OFF;
    }

    /**
     * The line for a record, without a line end.
     *
     * @throws IllegalArgumentException when the record is of another topic than the four
     */
    public String line(GenericRecord record) {
        String name = record.getSchema().getFullName();
        if (name.equals(ALERT) || name.equals(TRANSITION)) {
            return change(record);
        } else if (name.equals(SUMMARY)) {
            return summary(record);
        } else if (name.equals(DEAD_LETTER)) {
            return deadLetter(record);
        }
        throw new IllegalArgumentException("no console line for a record of " + name);
    }

    private String change(GenericRecord record) {
        return new TransitionLine(
                                number(record, "at"),
                                text(record, "state"),
                                severity(record),
                                text(record, "slo"),
                                text(record, "alert"),
                                text(record, "group"),
                                text(record, "reason"),
                                windows(record))
                        .text(colours)
                + BudgetWords.of(record);
    }

    private String summary(GenericRecord record) {
        StringJoiner alerts = new StringJoiner(", ", "[", "]");
        for (GenericRecord alert : records(record, "alerts")) {
            alerts.add(printable(alert, "alert") + " " + printable(alert, "state"));
        }
        return String.format(
                Locale.ROOT,
                "%s  %s %-6s %s %s  %s  %s%s",
                time(record, "at"),
                colours.state(text(record, "state"), severity(record)),
                severity(record),
                printable(record, "slo"),
                printable(record, "group"),
                alerts,
                TransitionLine.Window.list(windows(record)),
                BudgetWords.of(record));
    }

    private String deadLetter(GenericRecord record) {
        return String.format(
                Locale.ROOT,
                "%s  %s %s-%d@%d  [%s]  %s  (%d bytes)",
                time(record, "arrival_time"),
                colours.state("dead-letter", ""),
                printable(record, "topic"),
                number(record, "partition"),
                number(record, "offset"),
                printable(record, "reason"),
                printable(record, "detail"),
                number(record, "value_size"));
    }

    private static List<TransitionLine.Window> windows(GenericRecord record) {
        List<TransitionLine.Window> windows = new ArrayList<>();
        for (GenericRecord window : records(record, "windows")) {
            long total = number(window, "total");
            Object burnRate = window.get("burn_rate");
            windows.add(new TransitionLine.Window(
                    printable(window, "window"),
                    total - number(window, "good"),
                    total,
                    burnRate == null ? OptionalDouble.empty() : OptionalDouble.of((Double) burnRate)));
        }
        return windows;
    }

    @SuppressWarnings("unchecked") // the schema says so
    private static List<GenericRecord> records(GenericRecord record, String field) {
        return (List<GenericRecord>) record.get(field);
    }

    private static String severity(GenericRecord record) {
        return record.get("severity") == null ? "-" : text(record, "severity");
    }

    private static Instant time(GenericRecord record, String field) {
        return Instant.ofEpochMilli(number(record, field));
    }

    private static long number(GenericRecord record, String field) {
        return ((Number) record.get(field)).longValue();
    }

    private static String text(GenericRecord record, String field) {
        return record.get(field).toString();
    }

    private static String printable(GenericRecord record, String field) {
        return PrintableText.of(text(record, field));
    }
}
