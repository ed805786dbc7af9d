// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.ingest;

import static io.slostream.topology.EventBuilder.request;
import static io.slostream.topology.TopologyFixtures.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.alerting.definition.Indicator;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.EventBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every form of an indicator, from its YAML to what it counts of an event. */
class MeasureTest {

    @Test
    void shouldCountWhatIsBadWhenARatioNamesTheBad() {
        Indicator slow = indicator("ratio: { of: request, bad: { ttft_ms: { gt: 500 } } }");

        assertThat(judged(slow, request("coder", T0).with("ttft_ms", 501.0))).isEqualTo("0/1");
        assertThat(judged(slow, request("coder", T0).with("ttft_ms", 500.0))).isEqualTo("1/1");
        assertThat(judged(slow, request("coder", T0))).isEqualTo("excluded");
        assertThat(judged(slow, request("coder", T0).with("status_code", 503L))).isEqualTo("0/1");
    }

    @Test
    void shouldTurnProbeCountsRoundWhenARatioNamesTheBad() {
        Indicator failed = indicator("ratio: { of: canary, bad: { passed: false } }");
        EventBuilder counts = canary().with("passed_count", 2L).with("probe_count", 5L);

        assertThat(judged(failed, counts)).isEqualTo("2/5");
        assertThat(judged(failed, canary().with("passed", false))).isEqualTo("0/1");
    }

    @Test
    void shouldLeaveOutWhatIsExcluded() {
        Indicator indicator = indicator(
                "ratio: { of: request, good: { disconnected: false }, exclude: { tenant: load-test, adapter: a } }");
        EventBuilder loadTest = request("coder", T0).with("tenant", "load-test");

        assertThat(judged(indicator, loadTest)).as("not all of exclude").isEqualTo("1/1");
        assertThat(judged(indicator, loadTest.with("adapter", "a"))).isEqualTo("excluded");
    }

    @ParameterizedTest
    @CsvSource({
        "500, 50, 9000, 10, 1/1",
        "501, 50, 9000, 10, 0/1",
        "500, 51, 9000, 10, 0/1",
        "500, 50, 9001, 10, 0/1",
        "500, 51, 9000, 1, 1/1",
    })
    void shouldAskEveryLatencyOfOneRequest(double ttft, double tpot, double e2e, long tokens, String expected) {
        Indicator attained = indicator(
                "attainment: { good: { ttft_ms: { lte: 500 }, tpot_ms: { lte: 50 }, e2e_ms: { lte: 9000 } } }");

        assertThat(judged(
                        attained,
                        request("coder", T0)
                                .with("ttft_ms", ttft)
                                .with("tpot_ms", tpot)
                                .with("e2e_ms", e2e)
                                .with("output_tokens", tokens)))
                .isEqualTo(expected);
    }

    @Test
    void shouldAttainWithoutASecondTokenAndNotWithoutAMeasurement() {
        Indicator attained = indicator("attainment: { good: { ttft_ms: { lte: 500 }, tpot_ms: { lte: 50 } } }");
        EventBuilder first = request("coder", T0).with("ttft_ms", 20.0);

        assertThat(judged(attained, first)).as("no tpot of ten tokens").isEqualTo("excluded");
        assertThat(judged(attained, first.with("output_tokens", 1L))).isEqualTo("1/1");
        assertThat(judged(attained, request("coder", T0).with("error_type", "oom")))
                .isEqualTo("0/1");
    }

    @Test
    void shouldTakeSamplesInsideABandOfOneName() {
        Indicator depth = indicator("band: { name: queue_depth, within: { gte: 1, lte: 32 } }");

        assertThat(judged(depth, sample("queue_depth", 32.0))).isEqualTo("1/1");
        assertThat(judged(depth, sample("queue_depth", 0.0))).isEqualTo("0/1");
        assertThat(judged(depth, sample("gpu_utilization", 5.0))).isEqualTo("excluded");
    }

    @Test
    void shouldSumTwoFieldsOfARequest() {
        Indicator failures = indicator("counters: { of: request, bad: tool_call_failures, total: tool_calls }");
        Indicator accepted = indicator("counters: { of: request, good: accepted_tokens, total: draft_tokens }");

        assertThat(judged(failures, request("coder", T0).with("tool_calls", 7L).with("tool_call_failures", 2L)))
                .isEqualTo("5/7");
        assertThat(judged(failures, request("coder", T0).with("tool_calls", 1L).with("tool_call_failures", 9L)))
                .as("a part is never more than all")
                .isEqualTo("0/1");
        assertThat(judged(accepted, request("coder", T0)))
                .as("no speculative decoding")
                .isEqualTo("excluded");
        assertThat(judged(
                        accepted, request("coder", T0).with("draft_tokens", 10L).with("accepted_tokens", 6L)))
                .isEqualTo("6/10");
    }

    @Test
    void shouldSumTwoCountersThatComeApart() {
        Indicator hits = indicator("counters: { of: sample, good: prefix_cache_hits, total: prefix_cache_lookups }");
        Indicator swaps = indicator("counters: { of: sample, bad: adapter_swaps, total: prefix_cache_lookups }");

        assertThat(judged(hits, sample("prefix_cache_hits", 30.0))).isEqualTo("30/0");
        assertThat(judged(hits, sample("prefix_cache_lookups", 40.0))).isEqualTo("0/40");
        assertThat(judged(hits, sample("queue_depth", 40.0))).isEqualTo("excluded");
        assertThat(judged(swaps, sample("adapter_swaps", 3.0))).isEqualTo("-3/0");
        assertThat(judged(swaps, sample("prefix_cache_lookups", 40.0))).isEqualTo("40/40");
    }

    @Test
    void shouldReadAQuantileAsTheShareUnderItsBound() {
        Indicator p99 = indicator("quantile: { of: sample, name: checkpoint_write_ms, quantile: 0.99, lte: 60000 }");

        assertThat(judged(p99, sample("checkpoint_write_ms", 60_000.0))).isEqualTo("1/1");
        assertThat(judged(p99, sample("checkpoint_write_ms", 60_000.1))).isEqualTo("0/1");
    }

    @Test
    void shouldCompareACheckpointWithTheFloorThatItsRunDeclared() {
        Indicator fresh = indicator(
                "freshness: { of: checkpoint, good: { evaluation_score: { gte: declared_floor } }, within: 7d }");
        EventBuilder checkpoint = EventBuilder.of(TelemetryKind.CHECKPOINT, "coder", T0)
                .with("evaluation_score", 0.8)
                .with("declared_floor", 0.8);

        assertThat(judged(fresh, checkpoint)).isEqualTo("1/1");
        assertThat(judged(fresh, checkpoint.with("declared_floor", 0.81))).isEqualTo("0/1");
    }

    @Test
    void shouldAddUpWhatWasSpent() {
        Indicator cost = indicator("spend: { name: cost_micro_usd, monthly: { from: 1, to: 2, zone: UTC } }");

        assertThat(judged(cost, sample("cost_micro_usd", 12.0))).isEqualTo("12/12");
        assertThat(judged(cost, sample("hbm_ecc_errors", 12.0))).isEqualTo("excluded");
    }

    private static Indicator indicator(String form) {
        boolean ownGoal = form.startsWith("freshness") || form.startsWith("spend");
        String goal =
                ownGoal ? "" : form.startsWith("quantile") ? "  period: 7d\n" : "  objective: 0.9\n  period: 7d\n";
        String yaml = "apiVersion: slostream/v1\nkind: SLO\nmetadata: { name: a, owner: o }\nspec:\n"
                + "  dashboard: serving\n  category: component\n  indicator: { " + form + " }\n" + goal;
        return DefinitionLoader.load(List.of(new DefinitionText("a.yaml", yaml)))
                .slos()
                .get(0)
                .indicator();
    }

    private static EventBuilder canary() {
        return EventBuilder.of(TelemetryKind.CANARY, "coder", T0).with("probe_id", "paris");
    }

    private static EventBuilder sample(String name, double value) {
        return EventBuilder.of(TelemetryKind.SAMPLE, "coder", T0)
                .with("name", name)
                .with("value", value)
                .with("unit", "1");
    }

    private static String judged(Indicator indicator, EventBuilder event) {
        SliClassifier classifier = new SliClassifier(indicator);
        return classifier.counts(event.build()) ? classifier.good() + "/" + classifier.total() : "excluded";
    }
}
