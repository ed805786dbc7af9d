// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.schemas.topic.TopicSpec;
import java.nio.charset.StandardCharsets;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines as a person sees them, for records in the JSON in which any client may read them. */
class ConsoleFormatTest {
    private static final ConsoleFormat PLAIN = new ConsoleFormat(false);
    private static final ConsoleFormat COLOURED = new ConsoleFormat(true);

    private static final String CHANGE = "{'slo':'correctness','alert':'Burning','group':'coder','state':'firing',"
            + "'severity':'page','at':1795478400000,'sequence':1795478400000,'reason':'condition','owner':'o',"
            + "'dashboard':'serving','category':'slo','summary':'s','windows':["
            + "{'window':'5m','good':6,'total':10,'ratio':0.6,'burn_rate':4.0,'coverage':1.0},"
            + "{'window':'1h','good':0,'total':0,'coverage':0.9}],"
            + "'budget_remaining':0.5,'exhaustion_ms':324000000,'coverage':0.9,'evidence':[],'link':'/',"
            + "'definition_hash':'abc','definition_version':-1,'previous_state':'inactive'}";

    private static final String SUMMARY = "{'slo':'correctness','group':'coder','at':1795478400000,'state':'firing',"
            + "'severity':'ticket','category':'slo','dashboard':'serving','owner':'o','windows':["
            + "{'window':'30d','good':760,'total':1000,'ratio':0.76,'burn_rate':2.4,'coverage':1.0}],"
            + "'budget_remaining':-1.4,'exhaustion_ms':0,'quantiles':[],'alerts':["
            + "{'alert':'Burning','state':'firing','since':1},{'alert':'Low','state':'inactive'}],"
            + "'definition_hash':'abc','definition_version':-1}";

    private static final String DEAD_LETTER = "{'topic':'telemetry.requests.v1','partition':3,'offset':1042,"
            + "'arrival_time':1795478400123,'reason':'bad-magic','detail':'first byte is 0x7f','value':'AAEC',"
            + "'value_size':17}";

    @Test
    void shouldWriteAnAlert() {
        assertThat(PLAIN.line(record(TopicCatalog.ALERTS, CHANGE)))
                .isEqualTo("2026-11-24T00:00:00Z  firing     page   correctness Burning coder  [condition]"
                        + "  5m 4/10 bad (burn 4.00), 1h 0/0 bad  budget 50.0 % left, gone in 3d18h");
    }

    @Test
    void shouldWriteATransitionInTheSameWords() {
        assertThat(PLAIN.line(record(TopicCatalog.TRANSITIONS, CHANGE)))
                .isEqualTo(PLAIN.line(record(TopicCatalog.ALERTS, CHANGE)));
        assertThat(PLAIN.line(record(
                        TopicCatalog.TRANSITIONS,
                        CHANGE.replace("'firing'", "'suppressed'")
                                .replace("'severity':'page',", "")
                                .replace("'budget_remaining':0.5,", ""))))
                .isEqualTo("2026-11-24T00:00:00Z  suppressed -      correctness Burning coder  [condition]"
                        + "  5m 4/10 bad (burn 4.00), 1h 0/0 bad");
    }

    @Test
    void shouldWriteASummary() {
        assertThat(PLAIN.line(record(TopicCatalog.SUMMARIES, SUMMARY)))
                .isEqualTo("2026-11-24T00:00:00Z  firing     ticket correctness coder"
                        + "  [Burning firing, Low inactive]  30d 240/1000 bad (burn 2.40)  budget spent 2.40 times");
    }

    @Test
    void shouldWriteADeadLetterWithoutItsBytes() {
        assertThat(PLAIN.line(record(TopicCatalog.DEAD_LETTERS, DEAD_LETTER)))
                .isEqualTo("2026-11-24T00:00:00.123Z  dead-letter telemetry.requests.v1-3@1042  [bad-magic]"
                        + "  first byte is 0x7f  (17 bytes)");
    }

    @Test
    void shouldColourTheStateWhenAskedTo() {
        GenericRecord alert = record(TopicCatalog.ALERTS, CHANGE);

        assertThat(COLOURED.line(alert)).contains("Z  \u001b[1;31mfiring    \u001b[0m page   correctness");
        assertThat(COLOURED.line(alert).replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(PLAIN.line(alert));
        assertThat(COLOURED.line(record(TopicCatalog.ALERTS, CHANGE.replace("'firing'", "'resolved'"))))
                .contains("\u001b[32mresolved  \u001b[0m");
        assertThat(COLOURED.line(record(TopicCatalog.SUMMARIES, SUMMARY))).contains("\u001b[33mfiring    \u001b[0m");
    }

    @Test
    void shouldKeepHostileNamesOnTheirLine() {
        String name = "'co\\u001b[2Jder\\n\\u202e'";
        String safe = "co\ufffd[2Jder\ufffd\ufffd";

        for (ConsoleFormat format : new ConsoleFormat[] {PLAIN, COLOURED}) {
            assertThat(format.line(record(TopicCatalog.ALERTS, CHANGE.replace("'coder'", name))))
                    .contains(" " + safe + "  [condition]")
                    .doesNotContain("\n", "\u001b[2J");
            assertThat(format.line(record(TopicCatalog.SUMMARIES, SUMMARY.replace("'coder'", name))))
                    .contains(" " + safe + "  [Burning")
                    .doesNotContain("\n", "\u001b[2J");
            assertThat(format.line(
                            record(TopicCatalog.DEAD_LETTERS, DEAD_LETTER.replace("'first byte is 0x7f'", name))))
                    .contains("  " + safe + "  (17")
                    .doesNotContain("\n", "\u001b[2J");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "999, 0s",
        "59999, 59s",
        "61000, 1m1s",
        "3600000, 1h",
        "86399999, 23h59m",
        "90000000, 1d1h",
        "8640000000, over 100d",
        "9223372036854775807, over 100d"
    })
    void shouldRoundTimeDownToTwoUnits(long ms, String words) {
        assertThat(PLAIN.line(record(TopicCatalog.ALERTS, CHANGE.replace("324000000", Long.toString(ms)))))
                .endsWith(", gone in " + words);
    }

    @Test
    void shouldRefuseOtherRecords() {
        GenericRecord pane = new GenericData.Record(TopicCatalog.PANES.valueSchema());

        assertThatThrownBy(() -> PLAIN.line(pane))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("io.slostream.output.Pane");
    }

    private static GenericRecord record(TopicSpec topic, String json) {
        byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return new RecordDecoder(SchemaRegistry.none()).decode(topic, bytes);
    }
}
