// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.app.serve.Answer;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.wire.TelemetryDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class CheckpointBoardTest {
    private final CheckpointBoard board =
            new CheckpointBoard(List.of("code", "math")::contains, new TelemetryDecoder(SchemaRegistry.none()));

    private void take(String specialist, String checkpoint, String evaluation, double score, long timeMs) {
        board.take(String.format(
                        Locale.ROOT,
                        "{\"type\":\"checkpoint\",\"event_id\":\"e\",\"event_time\":%d,\"specialist\":\"%s\","
                                + "\"run\":\"r\",\"checkpoint\":\"%s\",\"evaluation_name\":\"%s\","
                                + "\"evaluation_score\":%s,\"declared_floor\":0.6}",
                        timeMs,
                        specialist,
                        checkpoint,
                        evaluation,
                        score)
                .getBytes(StandardCharsets.UTF_8));
    }

    private static String json(List<CheckpointBoard.Shown> all) {
        return new String(
                Answer.object(json -> {
                    json.writeArrayFieldStart("c");
                    for (CheckpointBoard.Shown shown : all) {
                        shown.write(json);
                    }
                    json.writeEndArray();
                }),
                StandardCharsets.UTF_8);
    }

    @Test
    void shouldShowTheNewestCheckpointWithItsScores() {
        take("code", "step-1", "mmlu", 0.5, 1_000);
        take("code", "step-2", "mmlu", 0.71, 2_000);
        take("code", "step-2", "gsm8k", 0.8, 2_500);

        assertThat(json(board.all()))
                .isEqualTo("{\"c\":[{\"specialist\":\"code\",\"checkpoint\":\"step-2\",\"run\":\"r\",\"at\":2500,"
                        + "\"scores\":[{\"evaluation\":\"gsm8k\",\"score\":0.8,\"floor\":0.6},"
                        + "{\"evaluation\":\"mmlu\",\"score\":0.71,\"floor\":0.6}]}]}");
    }

    @Test
    void shouldNotGoBackForALateScore() {
        take("code", "step-1", "mmlu", 0.5, 1_000);
        take("code", "step-2", "mmlu", 0.7, 2_000);
        take("code", "step-1", "gsm8k", 0.1, 3_000); //   late
        take("code", "step-0", "gsm8k", 0.1, 500); //     unknown, and older

        assertThat(json(board.all()))
                .contains("step-2")
                .doesNotContain("step-1")
                .doesNotContain("gsm8k");
    }

    @Test
    void shouldStayBoundedWhateverIsSent() {
        for (int i = 0; i < 50; i++) {
            take("code", "step", "evaluation-" + i, 0.5, 1_000);
            take("stranger-" + i, "step", "mmlu", 0.5, 1_000);
        }
        take("math", "x".repeat(5_000) + "\\u202e", "\\u0007", 0.5, 1_000);
        board.take("nonsense".getBytes(StandardCharsets.UTF_8));
        board.take(null);

        assertThat(board.all()).extracting(CheckpointBoard.Shown::specialist).containsExactly("code", "math");
        assertThat(board.all().get(0).scores()).hasSize(20);
        assertThat(board.all().get(1).checkpoint()).hasSize(101).endsWith("…");
        assertThat(board.all().get(1).scores()).containsOnlyKeys("\ufffd");
    }

    @Test
    void shouldTellEachChangeOnce() {
        take("code", "step-1", "mmlu", 0.5, 1_000);
        assertThat(board.takeNews()).hasSize(1);
        assertThat(board.takeNews()).isEmpty();

        take("code", "step-1", "gsm8k", 0.5, 1_000);
        assertThat(board.takeNews())
                .singleElement()
                .satisfies(shown -> assertThat(shown.scores()).hasSize(2));
    }
}
