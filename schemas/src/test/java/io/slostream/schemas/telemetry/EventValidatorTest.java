// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.schemas.telemetry.DecodeResult.Rejected;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.apache.avro.util.Utf8;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventValidatorTest {
    private final TelemetryEvent event = new TelemetryEvent();

    @ParameterizedTest
    @EnumSource(TelemetryKind.class)
    void shouldAcceptGoodEvents(TelemetryKind kind) {
        fill(kind);

        assertThat(EventValidator.validate(event)).isEqualTo(DecodeResult.ACCEPTED);
    }

    @ParameterizedTest
    @EnumSource(TelemetryKind.class)
    void shouldMissEveryFieldThatIsNotNullable(TelemetryKind kind) {
        for (TelemetryField missing : kind.fields()) {
            if (!missing.nullable()) {
                fill(kind, missing);

                Rejected rejected = (Rejected) EventValidator.validate(event);

                assertThat(rejected.reason()).isEqualTo(RejectReason.MISSING_FIELD);
                assertThat(rejected.detail()).startsWith(missing.name() + " ");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TelemetryKind.class)
    void shouldTakeNumbersAtTheirBoundsAndRefuseThemBeyond(TelemetryKind kind) {
        for (TelemetryField field : kind.fields()) {
            if (field.isNumeric()) {
                assertBound(kind, field, field.minimum(), -1);
                assertBound(kind, field, field.maximum(), 1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        // passed, passed_count, probe_count, error_type -> accepted
        "true, , , false, true",
        "false, , , true, true",
        "false, 3, 4, false, true",
        "false, 0, 1, false, true",
        "false, 4, 4, false, true",
        "false, 5, 4, false, false",
        "false, 3, , false, false",
        "false, , 4, false, false",
        "true, 3, , false, false",
        "true, 3, 4, false, false",
        "false, 3, 4, true, true",
        "true, , , true, true",
        "false, , , false, true",
    })
    void shouldTakeAtMostOneResultOfACanary(boolean passed, Long good, Long total, boolean error, boolean accepted) {
        fill(TelemetryKind.CANARY, "passed_count", "probe_count");
        if (passed) {
            event.setBoolean(index("passed"), false);
        }
        if (good != null) {
            event.setLong(index("passed_count"), good);
        }
        if (total != null) {
            event.setLong(index("probe_count"), total);
        }
        if (error) {
            event.setString(index("error_type"), new Utf8("timeout"));
        }

        DecodeResult result = EventValidator.validate(event);

        if (accepted) {
            assertThat(result).isEqualTo(DecodeResult.ACCEPTED);
        } else {
            assertThat(((Rejected) result).reason()).isEqualTo(RejectReason.INCONSISTENT_FIELDS);
        }
    }

    @ParameterizedTest
    @EnumSource(SampleName.class)
    void shouldKnowTheShapeOfEverySampleName(SampleName name) {
        assertThat(name.unit()).isNotBlank();
        assertThat(SampleName.byName(name.word())).contains(name);
        assertThat(sample(name, 2)).isEqualTo(DecodeResult.ACCEPTED);
        assertThat(sample(name, 0)).isEqualTo(DecodeResult.ACCEPTED);
        assertThat(sample(name, 0.5).equals(DecodeResult.ACCEPTED)).isEqualTo(!name.isCounter());
        assertThat(sample(name, -1).equals(DecodeResult.ACCEPTED)).isEqualTo(name.mayBeNegative());
    }

    @Test
    void shouldKnowNoOtherSampleName() {
        assertThat(SampleName.byName("QUEUE_DEPTH")).isEmpty();
        assertThat(SampleName.byName("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, ACCEPTED",
        "0, 7776000000, ACCEPTED",
        "0, 7776000001, OUT_OF_RANGE",
        "5, 5, INCONSISTENT_FIELDS",
        "5, 4, INCONSISTENT_FIELDS",
        "0, 253402300799999, OUT_OF_RANGE",
    })
    void shouldTakeExclusionsOfUpToNinetyDays(long from, long to, String expected) {
        fill(TelemetryKind.EXCLUSION);
        event.setLong(index("from"), from);
        event.setLong(index("to"), to);

        DecodeResult result = EventValidator.validate(event);

        String actual = result instanceof Rejected rejected ? rejected.reason().name() : "ACCEPTED";
        assertThat(actual).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"specialist", "slo", "reason", "who"})
    void shouldBoundTheTextsOfAnExclusion(String field) {
        fill(TelemetryKind.EXCLUSION);
        event.setString(index(field), new Utf8("é".repeat(200)));
        assertThat(EventValidator.validate(event)).isEqualTo(DecodeResult.ACCEPTED);

        event.setString(index(field), new Utf8("x".repeat(201)));
        Rejected tooLong = (Rejected) EventValidator.validate(event);
        event.setString(index(field), new Utf8(""));
        Rejected empty = (Rejected) EventValidator.validate(event);

        assertThat(tooLong.reason()).isEqualTo(RejectReason.OUT_OF_RANGE);
        assertThat(tooLong.detail()).isEqualTo(field + " has 201 characters, 200 are allowed");
        assertThat(empty.reason()).isEqualTo(RejectReason.EMPTY_FIELD);
    }

    @Test
    void shouldTakeAnExclusionOfEveryGroupAndSlo() {
        fill(TelemetryKind.EXCLUSION, "specialist", "slo");

        assertThat(EventValidator.validate(event)).isEqualTo(DecodeResult.ACCEPTED);
    }

    @Test
    void shouldTakeNegativeZeroAsZero() {
        fill(TelemetryKind.REQUEST);
        event.setDouble(index("ttft_ms"), -0.0);

        assertThat(EventValidator.validate(event)).isEqualTo(DecodeResult.ACCEPTED);
    }

    @ParameterizedTest
    @CsvSource({
        "c3a9, true",
        "e8aa9e, true",
        "f09f9880, true",
        "f48fbfbf, true",
        "eda080, false",
        "c080, false",
        "e08080, false",
        "f0808080, false",
        "f4908080, false",
        "ff, false",
        "80, false",
        "c3, false",
        "e8aa, false",
        "f09f98, false",
        "c361, false",
    })
    void shouldCheckUtf8Strictly(String hex, boolean valid) {
        byte[] bytes = HexFormat.of().parseHex("61" + hex);

        assertThat(Utf8Check.isValid(bytes, 0, bytes.length)).isEqualTo(valid);
        assertThat(new String(bytes, StandardCharsets.UTF_8).contains("\ufffd")).isEqualTo(!valid);
    }

    @Test
    void shouldMakeDetailsSafeToLog() {
        Rejected rejected = Rejections.reject(RejectReason.EMPTY, "a\r\n\u001b[31m" + "x".repeat(1_000));

        assertThat(rejected.detail()).startsWith("a???[31m").endsWith("...").hasSize(Rejections.MAX_DETAIL);
    }

    private void assertBound(TelemetryKind kind, TelemetryField field, double bound, int outward) {
        fill(kind);
        set(field, bound);
        if (EventValidator.validate(event) instanceof Rejected rejected) {
            assertThat(rejected.detail()).doesNotContain("outside");
        }
        fill(kind);
        set(
                field,
                field.type() == FieldType.LONG ? bound + outward : Math.nextAfter(bound, outward * Double.MAX_VALUE));
        Rejected rejected = (Rejected) EventValidator.validate(event);
        assertThat(rejected.reason()).isEqualTo(RejectReason.OUT_OF_RANGE);
        assertThat(rejected.detail()).startsWith(field.name() + " is ").contains("outside");
    }

    private DecodeResult sample(SampleName name, double value) {
        fill(TelemetryKind.SAMPLE);
        event.setString(index("name"), new Utf8(name.word()));
        event.setDouble(index("value"), value);
        return EventValidator.validate(event);
    }

    private int index(String field) {
        return event.kind().field(field).orElseThrow().index();
    }

    private void set(TelemetryField field, double value) {
        if (field.type() == FieldType.LONG) {
            event.setLong(field.index(), (long) value);
        } else {
            event.setDouble(field.index(), value);
        }
    }

    private void fill(TelemetryKind kind, TelemetryField without) {
        fill(kind, without.name());
    }

    private void fill(TelemetryKind kind, String... without) {
        event.reset(kind);
        SampleEvents.good(kind).forEach((name, value) -> {
            TelemetryField field = kind.field(name).orElseThrow();
            if (List.of(without).contains(name)) {
                return;
            }
            switch (field.type()) {
                case LONG -> event.setLong(field.index(), (Long) value);
                case DOUBLE -> event.setDouble(field.index(), (Double) value);
                case BOOLEAN -> event.setBoolean(field.index(), (Boolean) value);
                case STRING -> event.setString(field.index(), new Utf8((String) value));
            }
        });
    }
}
