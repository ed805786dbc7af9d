// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.ingest;

import static io.slostream.topology.TopologyFixtures.T0;
import static io.slostream.topology.TopologyFixtures.passed;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.FieldMatcher;
import io.slostream.alerting.definition.FieldMatcher.Decimal;
import io.slostream.alerting.definition.FieldMatcher.Flag;
import io.slostream.alerting.definition.FieldMatcher.Text;
import io.slostream.alerting.definition.Indicator;
import io.slostream.alerting.definition.Operator;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.EventBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SLIs that read results: evaluations and canaries, which may report several probes at once. */
class SliClassifierResultsTest {
    private static final FieldMatcher PASSED = new FieldMatcher("passed", Operator.EQUALS, new Flag(true));
    private static final FieldMatcher FAILED = new FieldMatcher("passed", Operator.EQUALS, new Flag(false));

    @Test
    void shouldCountAnEvaluationByItsResult() {
        assertThat(judged(passed(), evaluation().with("passed", true))).isEqualTo("1/1");
        assertThat(judged(passed(), evaluation().with("passed", false))).isEqualTo("0/1");
        assertThat(judged(passed(), evaluation())).isEqualTo("excluded");
    }

    @Test
    void shouldExcludeWhatTheEvaluatorCouldNotMeasure() {
        assertThat(judged(passed(), evaluation().with("error_type", "grader"))).isEqualTo("excluded");
        assertThat(judged(passed(), evaluation().with("error_type", "grader").with("passed", false)))
                .isEqualTo("excluded");
    }

    @Test
    void shouldLetAnSliAskForEvaluatorErrors() {
        Indicator graderWorks = Indicator.share(
                TelemetryKind.EVALUATION,
                List.of(),
                List.of(new FieldMatcher("error_type", Operator.EXISTS, new Flag(false))),
                false,
                false);

        assertThat(judged(graderWorks, evaluation().with("error_type", "grader")))
                .isEqualTo("0/1");
        assertThat(judged(graderWorks, evaluation().with("passed", false))).isEqualTo("1/1");
    }

    @Test
    void shouldReadScoresAndNames() {
        Indicator scored = Indicator.share(
                TelemetryKind.EVALUATION,
                List.of(new FieldMatcher("evaluation_name", Operator.EQUALS, new Text("suite"))),
                List.of(new FieldMatcher("score", Operator.GTE, new Decimal(0.7))),
                false,
                false);

        assertThat(judged(scored, evaluation().with("score", 0.7))).isEqualTo("1/1");
        assertThat(judged(scored, evaluation().with("score", 0.69))).isEqualTo("0/1");
        assertThat(judged(scored, evaluation().with("evaluation_name", "other").with("score", 0.7)))
                .isEqualTo("excluded");
    }

    @ParameterizedTest
    @CsvSource({"5, 5, 5/5", "3, 5, 3/5", "0, 5, 0/5", "0, 1, 0/1"})
    void shouldWeighACanaryByItsProbes(long passedCount, long probeCount, String expected) {
        assertThat(judged(
                        canaries(PASSED),
                        canary().with("passed_count", passedCount).with("probe_count", probeCount)))
                .isEqualTo(expected);
    }

    @Test
    void shouldCountASingleCanaryAsOne() {
        assertThat(judged(canaries(PASSED), canary().with("passed", true))).isEqualTo("1/1");
        assertThat(judged(canaries(PASSED), canary().with("passed", false))).isEqualTo("0/1");
        assertThat(judged(canaries(PASSED), canary())).isEqualTo("excluded");
    }

    @Test
    void shouldTurnTheCountsRoundWhenFailingIsGood() {
        assertThat(judged(canaries(FAILED), canary().with("passed_count", 2L).with("probe_count", 5L)))
                .isEqualTo("3/5");
    }

    @Test
    void shouldExcludeProbesThatFailedToProbe() {
        assertThat(judged(
                        canaries(PASSED),
                        canary().with("error_type", "dns")
                                .with("passed_count", 0L)
                                .with("probe_count", 5L)))
                .isEqualTo("excluded");
    }

    @Test
    void shouldCountAllProbesOfACanaryAsBadWhenAnotherMatcherFails() {
        Indicator named = canaries(PASSED, new FieldMatcher("probe_id", Operator.EQUALS, new Text("paris")));
        EventBuilder counts = canary().with("passed_count", 3L).with("probe_count", 5L);

        assertThat(judged(named, counts)).isEqualTo("3/5");
        assertThat(judged(named, counts.with("probe_id", "rome"))).isEqualTo("0/5");
    }

    @Test
    void shouldNotKeepTheWeightOfACanaryForTheNext() {
        SliClassifier classifier = new SliClassifier(canaries(PASSED));
        classifier.counts(
                canary().with("passed_count", 3L).with("probe_count", 5L).build());

        assertThat(classifier.counts(canary().with("passed", true).build())).isTrue();

        assertThat(classifier.good() + "/" + classifier.total()).isEqualTo("1/1");
    }

    private static Indicator canaries(FieldMatcher... good) {
        return Indicator.share(TelemetryKind.CANARY, List.of(), List.of(good), false, false);
    }

    private static EventBuilder evaluation() {
        return EventBuilder.of(TelemetryKind.EVALUATION, "coder", T0).with("evaluation_name", "suite");
    }

    private static EventBuilder canary() {
        return EventBuilder.of(TelemetryKind.CANARY, "coder", T0).with("probe_id", "paris");
    }

    private static String judged(Indicator indicator, EventBuilder event) {
        SliClassifier classifier = new SliClassifier(indicator);
        return classifier.counts(event.build()) ? classifier.good() + "/" + classifier.total() : "excluded";
    }
}
