// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.topology.accumulate.Accounting;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.streams.test.TestRecord;

/**
 * What an engine wrote while a timeline was played.
 *
 * @param startMs what times of day count from
 * @param untilMs last boundary of interest; later transitions are left out
 * @param transitions records of {@code slo.transitions.v1}
 * @param alerts records of {@code slo.alerts.v1}
 * @param summaries records of {@code slo.summaries.v1}
 * @param deadLetters records of {@code slo.dead-letters.v1}
 * @param ticks records that the engine wrote to its source topics
 * @param accounting where the records went
 */
record Played(
        long startMs,
        long untilMs,
        List<GenericRecord> transitions,
        List<GenericRecord> alerts,
        List<GenericRecord> summaries,
        List<GenericRecord> deadLetters,
        List<TestRecord<byte[], byte[]>> ticks,
        Accounting accounting) {
    /** What a pager hears of; the rest is for the audit. */
    private static final Set<String> PAGED = Set.of("firing", "resolved");

    /** Begins the list of an alert's transitions; {@link Expected#andNoMore} compares. */
    Expected expect(String alert, String group) {
        return new Expected(alert, group);
    }

    /** All transitions of an alert as {@code state time}. */
    List<String> transitionsOf(String alert, String group) {
        return states(transitions, alert, group);
    }

    /** The summary that stood at a time of day. */
    GenericRecord summaryOf(String slo, String group, String time) {
        return summaries.stream()
                .filter(record -> record.get("slo").toString().equals(slo)
                        && record.get("group").toString().equals(group)
                        && (Long) record.get("at") <= Timeline.ms(time))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    private List<String> states(List<GenericRecord> records, String alert, String group) {
        return records.stream()
                .filter(record -> record.get("alert").toString().equals(alert)
                        && record.get("group").toString().equals(group)
                        && (Long) record.get("at") <= untilMs)
                .map(record -> record.get("state") + " " + time((Long) record.get("at")))
                .toList();
    }

    private String time(long ms) {
        long seconds = (ms - startMs) / 1_000;
        return "%02d:%02d:%02d".formatted(seconds / 3_600, seconds / 60 % 60, seconds % 60);
    }

    /** The transitions that an alert should have had, in order. */
    final class Expected {
        private final String alert;
        private final String group;
        private final List<String> states = new ArrayList<>();

        private Expected(String alert, String group) {
            this.alert = alert;
            this.group = group;
        }

        Expected pending(String at) {
            return add("pending", at);
        }

        Expected firing(String at) {
            return add("firing", at);
        }

        Expected resolved(String at) {
            return add("resolved", at);
        }

        Expected cancelled(String at) {
            return add("cancelled", at);
        }

        Expected noData(String at) {
            return add("no_data", at);
        }

        Expected suppressed(String at) {
            return add("suppressed", at);
        }

        private Expected add(String state, String at) {
            states.add(state + " " + at);
            return this;
        }

        /** These and no others, to the second; the pager's topic has those that fire and resolve. */
        void andNoMore() {
            assertThat(transitionsOf(alert, group))
                    .as("transitions of %s, %s", alert, group)
                    .isEqualTo(states);
            assertThat(states(alerts, alert, group))
                    .as("alerts of %s, %s", alert, group)
                    .isEqualTo(states.stream()
                            .filter(state -> PAGED.contains(state.split(" ")[0]))
                            .toList());
        }
    }
}
