// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.app.run.RunSummary.Alert;
import io.slostream.simulation.Story.Expectation;
import io.slostream.topology.accumulate.Accounting;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoResultTest {
    private static final Accounting EVENTS = new Accounting(1_234, 1_200, 3, 1, 30);
    private static final Expectation CANARY = new Expectation("canary-15m", "CanaryFailing", "math");
    private static final Expectation TTFT = new Expectation("ttft", "google-30d", "vision");
    private static final Alert CANARY_FIRED = alert(CANARY, "2026-01-05T02:21:35Z", "2026-01-05T02:58:35Z");
    private static final Alert TTFT_FIRED = alert(TTFT, "2026-01-05T02:46:25Z", "2026-01-05T03:10:10Z");
    private static final Alert TTFT_STILL_FIRING = alert(TTFT, "2026-01-05T02:46:25Z", "");
    private static final Alert OTHER =
            alert(new Expectation("ttft", "google-30d", "code"), "2026-01-05T02:47:00Z", "2026-01-05T02:50:00Z");

    @Test
    void shouldBeAsExpectedWhenEachExpectedAlertFiredOnceAndResolved() {
        // A consumer hears of them partition by partition.
        DemoResult result = expecting(List.of(TTFT, CANARY), TTFT_FIRED, CANARY_FIRED);

        assertThat(result.isAsExpected()).isTrue();
        assertThat(result.lines())
                .containsExactly(
                        "2,000 events sent, of them 766 of kinds that no SLO reads: nobody took them in",
                        "in 1,234 = counted 1,200 + late 3 + dead-lettered 1 + excluded 30",
                        "",
                        "SLO / alert                    specialist     fired      resolved      expected",
                        "canary-15m / CanaryFailing     math           02:21:35   02:58:35      yes",
                        "ttft / google-30d              vision         02:46:25   03:10:10      yes",
                        "",
                        "every alert that the model expects fired once and resolved, and no other");
    }

    @Test
    void shouldNotBeAsExpectedWhenAnAlertNeverFired() {
        DemoResult result = expecting(List.of(TTFT, CANARY), CANARY_FIRED);

        assertThat(result.isAsExpected()).isFalse();
        assertThat(result.lines())
                .contains("ttft / google-30d              vision         NEVER      -             yes")
                .endsWith("NOT what the model expects");
    }

    @Test
    void shouldNotBeAsExpectedWhenAnotherAlertFired() {
        DemoResult result = expecting(List.of(CANARY), CANARY_FIRED, OTHER);

        assertThat(result.isAsExpected()).isFalse();
        assertThat(result.lines())
                .contains("canary-15m / CanaryFailing     math           02:21:35   02:58:35      yes")
                .contains("ttft / google-30d              code           02:47:00   02:50:00      NO")
                .endsWith("NOT what the model expects");
    }

    @Test
    void shouldNotBeAsExpectedWhenAnAlertIsStillFiring() {
        DemoResult result = expecting(List.of(TTFT), TTFT_STILL_FIRING);

        assertThat(result.isAsExpected()).isFalse();
        assertThat(result.lines())
                .contains("ttft / google-30d              vision         02:46:25   still firing  yes");
        assertThat(result.json()).contains("\"resolved_at\":null,\"expected\":true");
    }

    @Test
    void shouldNotBeAsExpectedWhenAnAlertFiredTwice() {
        // As many alerts as expected, but the other never.
        assertThat(expecting(List.of(TTFT, CANARY), TTFT_FIRED, TTFT_FIRED).isAsExpected())
                .isFalse();
        assertThat(expecting(List.of(TTFT), TTFT_FIRED, TTFT_FIRED).isAsExpected())
                .isFalse();
    }

    @Test
    void shouldNotBeAsExpectedWhenAnEventIsUnaccountedFor() {
        Accounting oneLost = new Accounting(1_235, 1_200, 3, 1, 30);

        assertThat(result(oneLost, Optional.of(List.of(TTFT)), TTFT_FIRED).isAsExpected())
                .isFalse();
        assertThat(result(oneLost, Optional.empty(), TTFT_FIRED).isAsExpected()).isFalse();
    }

    @Test
    void shouldAcceptAnyAlertWhenNothingIsPredicted() {
        DemoResult result = result(EVENTS, Optional.empty(), TTFT_STILL_FIRING);

        assertThat(result.isAsExpected()).isTrue();
        assertThat(result.lines())
                .contains("ttft / google-30d              vision         02:46:25   still firing  -")
                .endsWith("which alerts fire on these traces is not predicted");
        assertThat(result.json()).contains("\"expected\":null");
    }

    @Test
    void shouldFitIntoEightyColumnsWhateverThereIsToSay() {
        Expectation longest = new Expectation("correctness", "OutcomeBarRed", "summarization");
        Alert firing = alert(longest, "2026-01-05T02:46:25Z", "");

        assertThat(result(EVENTS, Optional.empty(), firing).lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(expecting(List.of(longest, CANARY), firing).lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }

    @Test
    void shouldAlignTheTableWithLongNames() {
        Expectation longName = new Expectation("ttft", "google-30d", "conversation-multilingual");

        List<String> lines = expecting(
                        List.of(longName, CANARY),
                        CANARY_FIRED,
                        alert(longName, "2026-01-05T02:46:25Z", "2026-01-05T03:10:10Z"))
                .lines();

        assertThat(lines)
                .contains(
                        "SLO / alert                    specialist                fired      resolved      expected",
                        "canary-15m / CanaryFailing     math                      02:21:35   02:58:35      yes",
                        "ttft / google-30d              conversation-multilingual 02:46:25   03:10:10      yes");
    }

    @Test
    void shouldBeOneJsonObject() {
        assertThat(expecting(List.of(TTFT), TTFT_FIRED, OTHER).json())
                .isEqualTo("{\"seed\":7,\"events\":{\"in\":1234,\"counted\":1200,\"late\":3,\"dead_lettered\":1,"
                        + "\"excluded\":30},\"alerts\":["
                        + "{\"slo\":\"ttft\",\"specialist\":\"vision\",\"alert\":\"google-30d\",\"severity\":\"page\","
                        + "\"started_at\":\"2026-01-05T02:46:25Z\",\"fired_at\":\"2026-01-05T02:46:25Z\","
                        + "\"resolved_at\":\"2026-01-05T03:10:10Z\",\"expected\":true},"
                        + "{\"slo\":\"ttft\",\"specialist\":\"code\",\"alert\":\"google-30d\",\"severity\":\"page\","
                        + "\"started_at\":\"2026-01-05T02:47:00Z\",\"fired_at\":\"2026-01-05T02:47:00Z\","
                        + "\"resolved_at\":\"2026-01-05T02:50:00Z\",\"expected\":false}],"
                        + "\"seconds\":{\"broker_ready\":1.5,\"engine_running\":4.0,\"first_verdict\":9.5,"
                        + "\"first_alert\":60.2,\"total\":120.0}}");
    }

    private static DemoResult expecting(List<Expectation> expected, Alert... alerts) {
        return result(EVENTS, Optional.of(expected), alerts);
    }

    private static DemoResult result(Accounting events, Optional<List<Expectation>> expected, Alert... alerts) {
        return new DemoResult(
                7, 2_000, events, List.of(alerts), expected, new DemoResult.Seconds(1.5, 4, 9.5, 60.2, 120));
    }

    private static Alert alert(Expectation of, String firedAt, String resolvedAt) {
        return new Alert(of.slo(), of.specialist(), of.alert(), "page", firedAt, firedAt, resolvedAt);
    }
}
