// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.delivery;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apache.avro.generic.GenericRecord;

/**
 * A record of {@code slo.alerts.v1} as a plain value. Names and sentences are as in the record: what shows them makes
 * them printable.
 *
 * @param position where the record lies
 * @param firing whether the alert fires; else it has resolved
 * @param severity greatest severity that fires or fired; ticket when the record has none
 * @param atMs boundary of the verdict, epoch milliseconds
 * @param sequence grows with each record of an alert
 * @param firedAtMs when the alert began to fire, epoch milliseconds; the boundary when the record does not say
 * @param resolvedAtMs when it resolved, epoch milliseconds
 * @param objective exact decimal
 * @param windows shortest first
 * @param budgetRemaining share of the period's budget
 * @param exhaustionMs until the budget is spent
 * @param link path and query of the view
 */
public record Notification(
        Position position,
        String slo,
        String alert,
        String group,
        boolean firing,
        Severity severity,
        long atMs,
        long sequence,
        OptionalLong startedAtMs,
        long firedAtMs,
        OptionalLong resolvedAtMs,
        String reason,
        String owner,
        String dashboard,
        String category,
        String summary,
        Optional<String> objective,
        List<Window> windows,
        OptionalDouble budgetRemaining,
        OptionalLong exhaustionMs,
        String link,
        String definitionHash) {

    /** Where a record lies in {@code slo.alerts.v1}. */
    public record Position(int partition, long offset) {}

    /** Counts of one window; burn rate empty without events or budget. */
    public record Window(String window, long good, long total, OptionalDouble burnRate) {
        static Window of(GenericRecord record) {
            return new Window(
                    text(record, "window"),
                    number(record, "good").orElseThrow(),
                    number(record, "total").orElseThrow(),
                    decimal(record, "burn_rate"));
        }
    }

    public Notification {
        windows = List.copyOf(windows);
    }

    /** The record of the topic's schema at this position. */
    public static Notification of(GenericRecord record, Position position) {
        List<Window> windows = new ArrayList<>();
        for (Object window : (List<?>) record.get("windows")) {
            windows.add(Window.of((GenericRecord) window));
        }
        long at = number(record, "at").orElseThrow();
        return new Notification(
                position,
                text(record, "slo"),
                text(record, "alert"),
                text(record, "group"),
                text(record, "state").equals("firing"),
                Optional.ofNullable(record.get("severity"))
                        .map(word -> Severity.of(word.toString()))
                        .orElse(Severity.TICKET),
                at,
                number(record, "sequence").orElseThrow(),
                number(record, "started_at"),
                number(record, "fired_at").orElse(at),
                number(record, "resolved_at"),
                text(record, "reason"),
                text(record, "owner"),
                text(record, "dashboard"),
                text(record, "category"),
                text(record, "summary"),
                Optional.ofNullable(record.get("objective")).map(Object::toString),
                windows,
                decimal(record, "budget_remaining"),
                number(record, "exhaustion_ms"),
                text(record, "link"),
                text(record, "definition_hash"));
    }

    /** {@code slo/alert/group}: one alert through all its incidents. */
    public String key() {
        return slo + "/" + alert + "/" + group;
    }

    /**
     * Names one incident, from the first page to the resolve: lower-case hex of SHA-256 over SLO, alert, group and the
     * boundary at which it began to fire. A repeat after a crash gives the same, a new firing another.
     */
    public String incident() {
        return sha256(slo, alert, group, Long.toString(firedAtMs));
    }

    /** Names this record, the same whenever it is sent again. */
    public String id() {
        return sha256(slo, alert, group, Long.toString(sequence), Boolean.toString(firing));
    }

    private static String sha256(String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                // So that no two lists of parts give the same text.
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String text(GenericRecord record, String field) {
        return record.get(field).toString();
    }

    private static OptionalLong number(GenericRecord record, String field) {
        return record.get(field) instanceof Number number ? OptionalLong.of(number.longValue()) : OptionalLong.empty();
    }

    private static OptionalDouble decimal(GenericRecord record, String field) {
        return record.get(field) instanceof Number number
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }
}
