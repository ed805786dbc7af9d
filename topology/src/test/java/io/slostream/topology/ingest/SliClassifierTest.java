// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.ingest;

import static io.slostream.topology.TopologyFixtures.T0;
import static io.slostream.topology.TopologyFixtures.ttftWithin;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.FieldMatcher;
import io.slostream.alerting.definition.FieldMatcher.Decimal;
import io.slostream.alerting.definition.FieldMatcher.Flag;
import io.slostream.alerting.definition.FieldMatcher.OtherField;
import io.slostream.alerting.definition.FieldMatcher.Text;
import io.slostream.alerting.definition.FieldMatcher.Whole;
import io.slostream.alerting.definition.Indicator;
import io.slostream.alerting.definition.Operator;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.EventBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SLIs that read requests. */
class SliClassifierTest {
    private static final FieldMatcher TTFT = matcher("ttft_ms", Operator.LTE, new Decimal(500));
    private static final FieldMatcher AVAILABLE = matcher("status_code", Operator.LT, new Whole(500));

    @ParameterizedTest
    @CsvSource({"499.9, 1", "500.0, 1", "500.0000001, 0", "0.0, 1"})
    void shouldCountASuccessfulRequestByItsLatency(double ttft, long good) {
        assertThat(judged(ttftWithin(500), request().with("ttft_ms", ttft))).isEqualTo(good + "/1");
    }

    @ParameterizedTest
    @CsvSource({"500", "503", "599"})
    void shouldCountAFailedRequestAsBadMeasuredOrNot(long status) {
        assertThat(judged(ttftWithin(500), request().with("status_code", status)))
                .isEqualTo("0/1");
        assertThat(judged(ttftWithin(500), request().with("status_code", status).with("ttft_ms", 1.0)))
                .isEqualTo("0/1");
    }

    @Test
    void shouldCountARequestWithAnErrorTypeAsBad() {
        assertThat(judged(
                        ttftWithin(500), request().with("error_type", "timeout").with("ttft_ms", 1.0)))
                .isEqualTo("0/1");
    }

    @Test
    void shouldExcludeASuccessfulRequestThatWasNotMeasured() {
        assertThat(judged(ttftWithin(500), request())).isEqualTo("excluded");
    }

    @ParameterizedTest
    @CsvSource({"400", "404", "429", "499"})
    void shouldExcludeClientErrorsUnlessAskedFor(long status) {
        EventBuilder event = request().with("status_code", status).with("ttft_ms", 1.0);
        Indicator including = Indicator.share(TelemetryKind.REQUEST, List.of(), List.of(TTFT), true, false);

        assertThat(judged(ttftWithin(500), event)).isEqualTo("excluded");
        assertThat(judged(including, event)).isEqualTo("1/1");
    }

    @Test
    void shouldExcludeClientErrorsFromEveryRequestSli() {
        Indicator including = Indicator.share(TelemetryKind.REQUEST, List.of(), List.of(AVAILABLE), true, false);

        assertThat(judged(requests(AVAILABLE), request().with("status_code", 404L)))
                .isEqualTo("excluded");
        assertThat(judged(including, request().with("status_code", 404L))).isEqualTo("1/1");
    }

    @Test
    void shouldExcludeAClientErrorThoughItHasAnErrorType() {
        assertThat(judged(ttftWithin(500), request().with("status_code", 429L).with("error_type", "throttled")))
                .isEqualTo("excluded");
    }

    @Test
    void shouldExcludeShadowRequestsUnlessAskedFor() {
        EventBuilder event = request().with("shadow", true).with("ttft_ms", 1.0);
        EventBuilder failed = request().with("shadow", true).with("status_code", 500L);
        Indicator including = Indicator.share(TelemetryKind.REQUEST, List.of(), List.of(TTFT), false, true);

        assertThat(judged(ttftWithin(500), event)).isEqualTo("excluded");
        assertThat(judged(ttftWithin(500), failed)).isEqualTo("excluded");
        assertThat(judged(including, event)).isEqualTo("1/1");
        assertThat(judged(including, failed)).isEqualTo("0/1");
    }

    @ParameterizedTest
    @CsvSource({"0, excluded", "1, excluded", "2, 1/1"})
    void shouldAskForASecondTokenBeforeATimePerToken(long tokens, String expected) {
        Indicator tpot = requests(matcher("tpot_ms", Operator.LTE, new Decimal(40)));

        assertThat(judged(tpot, request().with("output_tokens", tokens).with("tpot_ms", 10.0)))
                .isEqualTo(expected);
        assertThat(judged(tpot, request().with("output_tokens", tokens).with("status_code", 500L)))
                .isEqualTo("0/1");
        assertThat(judged(
                        ttftWithin(500), request().with("output_tokens", tokens).with("ttft_ms", 1.0)))
                .isEqualTo("1/1");
    }

    @Test
    void shouldLeaveFailedRequestsToTheMatchersOfOtherSlis() {
        assertThat(judged(requests(AVAILABLE), request().with("status_code", 503L)))
                .isEqualTo("0/1");
        assertThat(judged(requests(AVAILABLE), request().with("error_type", "timeout")))
                .isEqualTo("1/1");
        assertThat(judged(
                        requests(matcher("disconnected", Operator.EQUALS, new Flag(false))),
                        request().with("status_code", 500L)))
                .isEqualTo("1/1");
    }

    @ParameterizedTest
    @CsvSource({
        "900.0, 1000.0, 1/1",
        "1000.0, 1000.0, 1/1",
        "1000.1, 1000.0, 0/1",
        "900.0, , excluded",
        ", 1.0, excluded"
    })
    void shouldCompareWithAnotherField(Double e2e, Double deadline, String expected) {
        Indicator withinDeadline = requests(matcher("e2e_ms", Operator.LTE, new OtherField("deadline_ms")));
        EventBuilder event = request();
        if (e2e != null) {
            event.with("e2e_ms", e2e);
        }
        if (deadline != null) {
            event.with("deadline_ms", deadline);
        }

        assertThat(judged(withinDeadline, event)).isEqualTo(expected);
        assertThat(judged(withinDeadline, event.with("status_code", 500L))).isEqualTo("0/1");
    }

    @ParameterizedTest
    @CsvSource({
        // ttft, e2e: bad if either is, else unmeasured if either is
        "400.0, 900.0, 1/1",
        "600.0, 900.0, 0/1",
        "600.0, , 0/1",
        ", 2000.0, 0/1",
        "400.0, , excluded",
        ", 900.0, excluded",
        ", , excluded",
    })
    void shouldAndItsMatchersInThreeValues(Double ttft, Double e2e, String expected) {
        Indicator both = requests(TTFT, matcher("e2e_ms", Operator.LTE, new Decimal(1000)));
        EventBuilder event = request();
        if (ttft != null) {
            event.with("ttft_ms", ttft);
        }
        if (e2e != null) {
            event.with("e2e_ms", e2e);
        }

        assertThat(judged(both, event)).isEqualTo(expected);
    }

    @Test
    void shouldCountOnlyWhatWhereMatches() {
        Indicator forTenant = Indicator.share(
                TelemetryKind.REQUEST,
                List.of(matcher("tenant", Operator.EQUALS, new Text("acme"))),
                List.of(TTFT),
                false,
                false);

        assertThat(judged(forTenant, request().with("tenant", "acme").with("ttft_ms", 1.0)))
                .isEqualTo("1/1");
        assertThat(judged(forTenant, request().with("tenant", "acme").with("status_code", 500L)))
                .isEqualTo("0/1");
        assertThat(judged(forTenant, request().with("tenant", "other").with("ttft_ms", 1.0)))
                .isEqualTo("excluded");
        assertThat(judged(forTenant, request().with("tenant", "other").with("status_code", 500L)))
                .isEqualTo("excluded");
        assertThat(judged(forTenant, request().with("ttft_ms", 1.0))).isEqualTo("excluded");
    }

    @Test
    void shouldForgetAnEventBeforeTheNext() {
        SliClassifier classifier = new SliClassifier(ttftWithin(500));
        TelemetryEvent reused = request().with("ttft_ms", 1.0).build();
        assertThat(classifier.counts(reused)).isTrue();
        int status = TelemetryKind.REQUEST.field("status_code").orElseThrow().index();

        reused.reset(TelemetryKind.REQUEST); // the old duration still stands in its slot
        reused.setLong(status, 200);

        assertThat(classifier.counts(reused)).isFalse();
    }

    private static Indicator requests(FieldMatcher... good) {
        return Indicator.share(TelemetryKind.REQUEST, List.of(), List.of(good), false, false);
    }

    private static FieldMatcher matcher(String field, Operator operator, FieldMatcher.Operand operand) {
        return new FieldMatcher(field, operator, operand);
    }

    private static EventBuilder request() {
        return EventBuilder.request("coder", T0);
    }

    private static String judged(Indicator indicator, EventBuilder event) {
        SliClassifier classifier = new SliClassifier(indicator);
        return classifier.counts(event.build()) ? classifier.good() + "/" + classifier.total() : "excluded";
    }
}
