// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slostream.app.serve.Query;
import io.slostream.app.serve.RefusedException;
import io.slostream.schemas.topic.TopicCatalog;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

class AlertBoardTest {
    private final AlertBoard board = new AlertBoard();

    private void says(String slo, String group, String state, long at, Long firedAt, Long resolvedAt) {
        GenericRecord alert = new GenericData.Record(TopicCatalog.ALERTS.valueSchema());
        alert.put("slo", slo);
        alert.put("alert", "A");
        alert.put("group", group);
        alert.put("state", state);
        alert.put("severity", "page");
        alert.put("at", at);
        alert.put("started_at", firedAt);
        alert.put("fired_at", firedAt);
        alert.put("resolved_at", resolvedAt);
        alert.put("summary", "text");
        alert.put("owner", "me");
        alert.put("dashboard", "serving");
        alert.put("link", "/slos/" + slo);
        board.record(slo + "/A/" + group, alert);
    }

    private String answer(Map<String, String> query) {
        return new String(new AlertsAnswer(board).answer(new Query(query)).body(), StandardCharsets.UTF_8);
    }

    @Test
    void shouldKeepTheLastWordAndTellItOnce() {
        says("ttft", "code", "firing", 10, 10L, null);
        says("ttft", "code", "firing", 10, 10L, null); //     read again after a failure
        assertThat(board.takeNews()).hasSize(1);
        says("ttft", "code", "firing", 10, 10L, null);
        assertThat(board.takeNews()).isEmpty();

        says("ttft", "code", "resolved", 20, 10L, 20L);

        assertThat(board.takeNews())
                .singleElement()
                .extracting(AlertWord::state)
                .isEqualTo("resolved");
        assertThat(board.find(AlertWord::isFiring)).isEmpty();
        board.gone("ttft/A/code");
        assertThat(board.find(word -> true)).isEmpty();
    }

    @Test
    void shouldFindByNamesAndByTime() {
        says("ttft", "code", "resolved", 20, 10L, 20L);
        says("ttft", "math", "firing", 30, 30L, null);
        says("cost", "all", "firing", 5, 5L, null);

        assertThat(answer(Map.of()))
                .startsWith("{\"alerts\":[{\"slo\":\"ttft\",\"alert\":\"A\",\"group\":\"math\",\"state\":\"firing\"")
                .endsWith("\"truncated\":false}");
        assertThat(answer(Map.of("slo", "ttft", "group", "code")))
                .contains("\"code\"")
                .doesNotContain("math");
        assertThat(answer(Map.of("from", "21", "to", "29"))).contains("cost").doesNotContain("ttft");
        assertThat(answer(Map.of("from", "15", "to", "18")))
                .contains("cost", "code")
                .doesNotContain("math");
        assertThat(answer(Map.of("dashboard", "infra"))).isEqualTo("{\"alerts\":[],\"truncated\":false}");
        assertThatThrownBy(() -> answer(Map.of("from", "-1"))).isInstanceOf(RefusedException.class);
    }

    @Test
    void shouldStayBounded() {
        for (int i = 0; i < AlertBoard.MOST + 10; i++) {
            says("s", "group-" + i, "firing", i, (long) i, null);
        }

        assertThat(board.find(word -> true)).hasSize(AlertBoard.MOST);
        assertThat(answer(Map.of())).endsWith("\"truncated\":true}");
    }
}
