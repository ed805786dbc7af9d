// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.ingest;

import static io.slostream.topology.TopologyFixtures.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slostream.alerting.definition.FieldMatcher;
import io.slostream.alerting.definition.FieldMatcher.Decimal;
import io.slostream.alerting.definition.FieldMatcher.Flag;
import io.slostream.alerting.definition.FieldMatcher.OneOf;
import io.slostream.alerting.definition.FieldMatcher.Operand;
import io.slostream.alerting.definition.FieldMatcher.OtherField;
import io.slostream.alerting.definition.FieldMatcher.Text;
import io.slostream.alerting.definition.FieldMatcher.Whole;
import io.slostream.alerting.definition.Operator;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.EventBuilder;
import io.slostream.topology.ingest.FieldTest.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldTestTest {

    @ParameterizedTest
    @CsvSource({
        // operator, below, equal, above
        "EQUALS, FALSE, TRUE, FALSE",
        "LT, TRUE, FALSE, FALSE",
        "LTE, TRUE, TRUE, FALSE",
        "GT, FALSE, FALSE, TRUE",
        "GTE, FALSE, TRUE, TRUE",
    })
    void shouldCompareNumbers(Operator operator, Answer below, Answer equal, Answer above) {
        assertThat(answer("tool_calls", operator, new Whole(5), 4L)).isEqualTo(below);
        assertThat(answer("tool_calls", operator, new Whole(5), 5L)).isEqualTo(equal);
        assertThat(answer("tool_calls", operator, new Whole(5), 6L)).isEqualTo(above);
        assertThat(answer("ttft_ms", operator, new Decimal(5.5), Math.nextDown(5.5)))
                .isEqualTo(below);
        assertThat(answer("ttft_ms", operator, new Decimal(5.5), 5.5)).isEqualTo(equal);
        assertThat(answer("ttft_ms", operator, new Decimal(5.5), Math.nextUp(5.5)))
                .isEqualTo(above);
    }

    @ParameterizedTest
    @CsvSource({"EQUALS, TRUE", "LT, FALSE", "LTE, TRUE", "GT, FALSE", "GTE, TRUE"})
    void shouldTakeNegativeZeroForZero(Operator operator, Answer expected) {
        assertThat(answer("ttft_ms", operator, new Decimal(0.0), -0.0)).isEqualTo(expected);
        assertThat(answer("ttft_ms", operator, new Decimal(-0.0), 0.0)).isEqualTo(expected);
        assertThat(FieldTest.compile(
                                TelemetryKind.REQUEST,
                                new FieldMatcher("ttft_ms", operator, new OtherField("deadline_ms")))
                        .test(EventBuilder.request("coder", T0)
                                .with("ttft_ms", -0.0)
                                .with("deadline_ms", 0.0)
                                .build()))
                .isEqualTo(expected);
    }

    @Test
    void shouldCompareLongsBeyondTheRangeOfDoublesExactly() {
        long large = (1L << 53) + 1;

        assertThat(answer("tool_calls", Operator.EQUALS, new Whole(large), large))
                .isEqualTo(Answer.TRUE);
        assertThat(answer("tool_calls", Operator.EQUALS, new Whole(large), large - 1))
                .isEqualTo(Answer.FALSE);
    }

    @Test
    void shouldCompareLongFieldsWithEachOther() {
        FieldTest accepted = FieldTest.compile(
                TelemetryKind.REQUEST,
                new FieldMatcher("accepted_tokens", Operator.GTE, new OtherField("draft_tokens")));
        EventBuilder event = EventBuilder.request("coder", T0).with("accepted_tokens", 4L);

        assertThat(accepted.test(event.build())).isEqualTo(Answer.UNKNOWN);
        assertThat(accepted.test(event.with("draft_tokens", 4L).build())).isEqualTo(Answer.TRUE);
        assertThat(accepted.test(event.with("draft_tokens", 5L).build())).isEqualTo(Answer.FALSE);
    }

    @Test
    void shouldCompareTextAndFlags() {
        assertThat(answer("tenant", Operator.EQUALS, new Text("Größe"), "Größe"))
                .isEqualTo(Answer.TRUE);
        assertThat(answer("tenant", Operator.EQUALS, new Text("acme"), "acme ")).isEqualTo(Answer.FALSE);
        assertThat(answer("disconnected", Operator.EQUALS, new Flag(false), false))
                .isEqualTo(Answer.TRUE);
        assertThat(answer("disconnected", Operator.EQUALS, new Flag(false), true))
                .isEqualTo(Answer.FALSE);
    }

    @Test
    void shouldFindMembers() {
        OneOf codes = new OneOf(List.of(new Whole(503), new Whole(200), new Whole(429)));
        OneOf tenants = new OneOf(List.of(new Text("acme"), new Text("zenith")));

        assertThat(answer("status_code", Operator.IN, codes, 200L)).isEqualTo(Answer.TRUE);
        assertThat(answer("status_code", Operator.IN, codes, 503L)).isEqualTo(Answer.TRUE);
        assertThat(answer("status_code", Operator.IN, codes, 201L)).isEqualTo(Answer.FALSE);
        assertThat(answer("tenant", Operator.IN, tenants, "zenith")).isEqualTo(Answer.TRUE);
        assertThat(answer("tenant", Operator.IN, tenants, "zen")).isEqualTo(Answer.FALSE);
    }

    @Test
    void shouldAnswerUnknownForAnAbsentFieldExceptToExists() {
        var event = EventBuilder.request("coder", T0).build();

        assertThat(test("ttft_ms", Operator.LTE, new Decimal(1)).test(event)).isEqualTo(Answer.UNKNOWN);
        assertThat(test("tenant", Operator.IN, new OneOf(List.of(new Text("acme"))))
                        .test(event))
                .isEqualTo(Answer.UNKNOWN);
        assertThat(test("ttft_ms", Operator.EXISTS, new Flag(true)).test(event)).isEqualTo(Answer.FALSE);
        assertThat(test("ttft_ms", Operator.EXISTS, new Flag(false)).test(event))
                .isEqualTo(Answer.TRUE);
        assertThat(answer("ttft_ms", Operator.EXISTS, new Flag(true), 1.0)).isEqualTo(Answer.TRUE);
        assertThat(answer("ttft_ms", Operator.EXISTS, new Flag(false), 1.0)).isEqualTo(Answer.FALSE);
    }

    @Test
    void shouldAndInKleenesThreeValues() {
        Answer[] answers = Answer.values();

        for (Answer left : answers) {
            for (Answer right : answers) {
                Answer expected = left == Answer.FALSE || right == Answer.FALSE
                        ? Answer.FALSE
                        : left == Answer.UNKNOWN || right == Answer.UNKNOWN ? Answer.UNKNOWN : Answer.TRUE;
                FieldTest[] both = {event -> left, event -> right};
                assertThat(FieldTest.all(both, EventBuilder.request("coder", T0).build()))
                        .as("%s and %s", left, right)
                        .isEqualTo(expected);
            }
        }
        assertThat(FieldTest.all(
                        new FieldTest[0], EventBuilder.request("coder", T0).build()))
                .isEqualTo(Answer.TRUE);
    }

    @Test
    void shouldRefuseFieldsThatTheKindHasNot() {
        assertThatThrownBy(() -> test("passed", Operator.EQUALS, new Flag(true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("request")
                .hasMessageContaining("passed");
        assertThatThrownBy(() -> test("e2e_ms", Operator.LTE, new OtherField("score")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("score");
    }

    private static FieldTest test(String field, Operator operator, Operand operand) {
        return FieldTest.compile(TelemetryKind.REQUEST, new FieldMatcher(field, operator, operand));
    }

    private static Answer answer(String field, Operator operator, Operand operand, Object value) {
        return test(field, operator, operand)
                .test(EventBuilder.request("coder", T0).with(field, value).build());
    }
}
