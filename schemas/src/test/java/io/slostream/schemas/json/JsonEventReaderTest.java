// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.json;

import static io.slostream.schemas.telemetry.SampleEvents.T0;
import static io.slostream.schemas.telemetry.SampleEvents.good;
import static io.slostream.schemas.telemetry.SampleEvents.json;
import static io.slostream.schemas.telemetry.SampleEvents.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.schemas.telemetry.DecodeResult;
import io.slostream.schemas.telemetry.DecodeResult.Rejected;
import io.slostream.schemas.telemetry.RejectReason;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonEventReaderTest {
    private static final String CANARY = "\"event_id\":\"e\",\"event_time\":1767225600000,\"specialist\":\"s\","
            + "\"probe_id\":\"p\",\"passed\":true";

    private final JsonEventReader reader = new JsonEventReader();
    private final TelemetryEvent event = new TelemetryEvent();

    @Test
    void shouldSayInWordsThatTheTextIsCut() {
        assertThat(read("{\"type\":\"canary\"", null))
                .isEqualTo(new DecodeResult.Rejected(
                        RejectReason.MALFORMED_JSON, "not JSON at byte 16: the text ends in the middle"));
    }

    @Test
    void shouldRememberTheFirstFieldThatNoSchemaKnows() {
        read("{\"type\":\"canary\",\"pased\":true," + CANARY + ",\"arrival_time\":5,\"more\":1}", null);
        assertThat(reader.unknownField()).contains("pased");

        read("{\"type\":\"canary\",\"arrival_time\":5," + CANARY + "}", null);
        assertThat(reader.unknownField()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(TelemetryKind.class)
    void shouldFindTheTypeWhereverItStands(TelemetryKind kind) {
        String body = new String(json(good(kind)), StandardCharsets.UTF_8);
        String inner = body.substring(1, body.length() - 1);
        String type = "\"type\":\"" + kind.type() + "\"";

        for (String text : new String[] {
            "{" + type + "," + inner + "}",
            "{" + inner + "," + type + "}",
            "{\"extra\":{\"type\":\"no\"}," + inner + "," + type + ",\"more\":[1]}",
            "{\"arrival_time\":5," + inner + "," + type + "}\r\n",
        }) {
            assertThat(read(text, null)).as(text).isEqualTo(DecodeResult.ACCEPTED);
            assertThat(values(event)).isEqualTo(new TreeMap<>(good(kind)));
        }
        assertThat(read(body, kind)).isEqualTo(DecodeResult.ACCEPTED);
        assertThat(read("{" + type + "," + inner + "}", kind)).isEqualTo(DecodeResult.ACCEPTED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1767225600000 | 1767225600000",
                "1767225600000.0 | 1767225600000",
                "1.7672256e12 | 1767225600000",
                "\"2026-01-01T00:00:00Z\" | 1767225600000",
                "\"2026-01-01T00:00:00.123456Z\" | 1767225600123",
                "\"2026-01-01T05:30:00+05:30\" | 1767225600000",
                "\"2025-12-31T19:00-05:00\" | 1767225600000",
                "0 | 0",
            })
    void shouldReadInstantsInEveryForm(String text, long millis) {
        String other = CANARY.replace("1767225600000", text);

        assertThat(read("{" + other + ",\"arrival_time\":" + text + "}", TelemetryKind.CANARY))
                .isEqualTo(DecodeResult.ACCEPTED);
        assertThat(event.eventTimeMs()).isEqualTo(millis);
        assertThat(reader.arrivalTimeMs()).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"2026-01-01T00:00:00\" | WRONG_TYPE", // no zone
                "\"2026-13-01T00:00:00Z\" | WRONG_TYPE",
                "\"yesterday\" | WRONG_TYPE",
                "\"\" | WRONG_TYPE",
                "true | WRONG_TYPE",
                "1.5 | WRONG_TYPE",
                "-1 | OUT_OF_RANGE",
                "\"1969-12-31T23:59:59Z\" | OUT_OF_RANGE",
                "\"+12345-01-01T00:00:00Z\" | OUT_OF_RANGE",
                "99999999999999999999 | OUT_OF_RANGE",
                "1e400 | OUT_OF_RANGE",
                "NaN | NOT_A_NUMBER",
                "null | MISSING_FIELD",
            })
    void shouldRefuseOtherEventTimes(String text, RejectReason reason) {
        Rejected rejected = reject("{" + CANARY.replace("1767225600000", text) + "}", TelemetryKind.CANARY);

        assertThat(rejected.reason()).as(rejected.detail()).isEqualTo(reason);
        assertThat(rejected.detail()).contains("event_time");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | EMPTY",
                "`  ` | EMPTY",
                "null | NULL_RECORD",
                "[] | MALFORMED_JSON",
                "17 | MALFORMED_JSON",
                "\"text\" | MALFORMED_JSON",
                "nonsense | MALFORMED_JSON",
                "{ | MALFORMED_JSON",
                "{$,} | MALFORMED_JSON",
                "{$ | MALFORMED_JSON",
                "{$,\"passed\":false} | MALFORMED_JSON",
                "{$,\"type\":\"canary\",\"type\":\"canary\"} | MALFORMED_JSON",
                "{$,\"other\":1,\"other\":2} | MALFORMED_JSON",
                "{$,\"other\":01} | MALFORMED_JSON",
                "{$,\"other\":'x'} | MALFORMED_JSON",
                "{$,\"other\":\"\\x\"} | MALFORMED_JSON",
                "{$,/* no */\"other\":1} | MALFORMED_JSON",
                "{$,\"error_type\":\"\\ud800\"} | MALFORMED_JSON",
                "{$} {$} | TRAILING_BYTES",
                "{$}] | TRAILING_BYTES",
                "{$} nonsense | TRAILING_BYTES",
                "{$,\"other\":NaN} | NOT_A_NUMBER",
                "{$,\"other\":[{\"a\":-Infinity}]} | NOT_A_NUMBER",
                "{$,\"type\":\"request\"} | WRONG_TYPE",
                "{$,\"type\":7} | WRONG_TYPE",
                "{$,\"type\":\"nonsense\"} | UNKNOWN_TYPE",
                "{$,\"type\":\"\"} | UNKNOWN_TYPE",
                "{$,\"error_type\":7} | WRONG_TYPE",
                "{$,\"error_type\":{\"a\":[1,{}]}} | WRONG_TYPE",
                "{$,\"probe_count\":\"7\"} | WRONG_TYPE",
                "{$,\"probe_count\":7.5} | WRONG_TYPE",
                "{$,\"probe_count\":1e30} | OUT_OF_RANGE",
                "{$,\"probe_count\":9223372036854775808} | OUT_OF_RANGE",
                "{$,\"arrival_time\":\"soon\"} | WRONG_TYPE",
                "{$,\"arrival_time\":-1} | OUT_OF_RANGE",
            })
    void shouldRejectWithReason(String text, RejectReason reason) {
        Rejected rejected = reject(text.replace("$", CANARY), TelemetryKind.CANARY);

        assertThat(rejected.reason()).as(rejected.detail()).isEqualTo(reason);
        assertThat(read("{" + CANARY + "}", TelemetryKind.CANARY)).isEqualTo(DecodeResult.ACCEPTED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{$} | MISSING_FIELD",
                "{$,\"type\":null} | MISSING_FIELD",
                "{$,\"type\":\"nonsense\"} | UNKNOWN_TYPE",
                "{\"type\":\"nonsense\",$} | UNKNOWN_TYPE",
                "{$,\"type\":[\"canary\"]} | WRONG_TYPE",
                "{\"type\":\"request\",$} | MISSING_FIELD",
                "{} | MISSING_FIELD",
            })
    void shouldNeedATypeWhenTheKindIsNotKnown(String text, RejectReason reason) {
        Rejected rejected = reject(text.replace("$", CANARY), null);

        assertThat(rejected.reason()).as(rejected.detail()).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"arrival_time\":42,\"type\":\"nonsense\"}",
                "{\"type\":\"nonsense\",\"arrival_time\":42}",
                "{$,\"passed\":false,\"arrival_time\":42}",
                "{$,\"probe_count\":{\"deep\":[1,2]},\"arrival_time\":\"1970-01-01T00:00:00.042Z\"}",
                "{$,\"arrival_time\":42,\"other\":NaN}",
                "{$,\"arrival_time\":42,\"arrival_time\":43}",
                "{$,\"arrival_time\":42,",
                "{$,\"arrival_time\":42} trailing",
                "{\"arrival_time\":42}",
            })
    void shouldKeepTheArrivalTimeOfARejectedLine(String text) {
        assertThat(read(text.replace("$", CANARY), null)).isInstanceOf(Rejected.class);
        assertThat(reader.arrivalTimeMs()).isEqualTo(42);

        read("{" + CANARY + "}", TelemetryKind.CANARY);
        assertThat(reader.arrivalTimeMs()).isEqualTo(JsonEventReader.NO_ARRIVAL_TIME);
    }

    @Test
    void shouldTakeIsoTextForTheInstantsOfAnExclusion() {
        String exclusion = "{\"type\":\"exclusion\",\"event_id\":\"e\",\"event_time\":" + T0
                + ",\"from\":\"2026-01-01T02:00:00+02:00\",\"to\":\"2026-01-01T01:00:00Z\",\"reason\":\"r\",\"who\":\"w\"}";

        assertThat(read(exclusion, null)).isEqualTo(DecodeResult.ACCEPTED);
        assertThat(values(event)).containsEntry("from", 1_767_225_600_000L).containsEntry("to", 1_767_229_200_000L);
        assertThat(reject(exclusion.replace("01:00:00Z", "01:00:00"), null).reason())
                .isEqualTo(RejectReason.WRONG_TYPE);
    }

    @Test
    void shouldAcceptNestingUpToTheLimitAndReadOnBeyondIt() {
        String atLimit = "{" + CANARY + ",\"deep\":" + "[".repeat(99) + "]".repeat(99) + "}";
        String beyond = "{" + CANARY + ",\"deep\":" + "[".repeat(100) + "]".repeat(100) + ",\"arrival_time\":42}";
        String farBeyond = "{" + CANARY + ",\"deep\":" + "[".repeat(100_000);

        assertThat(read(atLimit, TelemetryKind.CANARY)).isEqualTo(DecodeResult.ACCEPTED);
        assertThat(reject(beyond, TelemetryKind.CANARY).reason()).isEqualTo(RejectReason.NESTED_TOO_DEEP);
        assertThat(reader.arrivalTimeMs()).isEqualTo(42);
        assertThat(reject(farBeyond, TelemetryKind.CANARY).reason()).isEqualTo(RejectReason.NESTED_TOO_DEEP);
        assertThat(reject(farBeyond, null).reason()).isEqualTo(RejectReason.NESTED_TOO_DEEP);
    }

    @Test
    void shouldRefuseWhatIsNotUtf8() {
        byte[] text = ("{" + CANARY + ",\"other\":\"?\"}").getBytes(StandardCharsets.UTF_8);
        byte[] utf16 = ("{" + CANARY + "}").getBytes(StandardCharsets.UTF_16LE);
        for (byte bad : new byte[] {(byte) 0xff, (byte) 0xc0, (byte) 0x80, (byte) 0xed}) {
            byte[] broken = text.clone();
            broken[text.length - 3] = bad;
            assertThat(reject(broken).reason()).isEqualTo(RejectReason.MALFORMED_JSON);
        }

        assertThat(reject(utf16).reason()).isEqualTo(RejectReason.MALFORMED_JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c080", "e08080", "eda080", "eda080edb080", "f4908080", "f08080af"})
    void shouldRefuseUtf8ThatOnlyAStrictReaderRefuses(String hex) {
        byte[] bad = HexFormat.of().parseHex(hex);
        for (String field : new String[] {"other", "error_type"}) {
            byte[] head = ("{" + CANARY.replace(",\"passed\":true", "") + ",\"" + field + "\":\"")
                    .getBytes(StandardCharsets.UTF_8);
            byte[] text = Arrays.copyOf(head, head.length + bad.length + 2);
            System.arraycopy(bad, 0, text, head.length, bad.length);
            text[text.length - 2] = '"';
            text[text.length - 1] = '}';

            assertThat(reject(text).reason()).isEqualTo(RejectReason.MALFORMED_JSON);
        }
    }

    @Test
    void shouldRefuseOversizedText() {
        byte[] text = new byte[JsonEventReader.MAX_BYTES + 1];
        Arrays.fill(text, (byte) ' ');

        assertThat(reject(text).reason()).isEqualTo(RejectReason.OVERSIZED);
    }

    @Test
    void shouldReadOnlyItsSliceOfTheBuffer() {
        byte[] text = ("xx{" + CANARY + "}yy").getBytes(StandardCharsets.UTF_8);

        assertThat(reader.read(text, 2, text.length - 4, TelemetryKind.CANARY, event))
                .isEqualTo(DecodeResult.ACCEPTED);
    }

    @Test
    void shouldTakeEscapesAndNullsAsJsonMeansThem() {
        assertThat(read(
                        "{" + CANARY.replace("\"p\"", "\"a\\u00e9\\ud83d\\ude00\\n\"") + ",\"error_type\":null}",
                        TelemetryKind.CANARY))
                .isEqualTo(DecodeResult.ACCEPTED);
        assertThat(values(event)).containsEntry("probe_id", "aé😀\n").doesNotContainKey("error_type");
        assertThat(event.eventTimeMs()).isEqualTo(T0);
    }

    private DecodeResult read(String text, TelemetryKind kind) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return reader.read(bytes, 0, bytes.length, kind, event);
    }

    private Rejected reject(String text, TelemetryKind kind) {
        return (Rejected) read(text, kind);
    }

    private Rejected reject(byte[] text) {
        return (Rejected) reader.read(text, 0, text.length, TelemetryKind.CANARY, event);
    }
}
