// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slostream.app.serve.LogConsumer;
import io.slostream.app.serve.Query;
import io.slostream.dashboards.page.Progress;
import io.slostream.schemas.output.OutputFormat;
import io.slostream.schemas.output.RecordEncoder;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.topology.DefinitionVersions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

class HistoryAnswerTest {
    private static final String KEY = "canary/math";
    private static final long MINUTE = 60_000;
    private static final long T0 = 1_767_571_200_000L; // 2026-01-05T00:00:00Z
    private static final int HOUR = 60;

    private final DefinitionVersions versions = DefinitionVersions.constant(SummaryBoardTest.definition("10m"));
    private final Views views = new Views(versions::newest, 4);
    private final Progress progress = new Progress(65_000, false);
    private final RecordEncoder encoder = new RecordEncoder(OutputFormat.JSON, SchemaRegistry.none());
    private final LogConsumer log =
            new LogConsumer(Map.of(TopicCatalog.PANES.name(), 4, TopicCatalog.TRANSITIONS.name(), 4));
    private final PageSource source = new PageSource(
            "engine",
            versions::newest,
            () -> log,
            SchemaRegistry.none(),
            4,
            10_000,
            false,
            () -> T0 + HOUR * MINUTE,
            () -> new PageSource.State(true, List.of()),
            Map::of);
    private final HistoryAnswer history =
            new HistoryAnswer(source, views, new SummaryBoard(views, progress, source.clock()), progress);

    private void append(long minute) {
        byte[] key = KEY.getBytes(StandardCharsets.UTF_8);
        GenericRecord pane = new GenericData.Record(TopicCatalog.PANES.valueSchema());
        pane.put("kind", "counts");
        pane.put("slo", "canary");
        pane.put("series", "s");
        pane.put("group", "math");
        pane.put("minute", T0 + minute * MINUTE);
        pane.put("boundary", T0 + (minute + 1) * MINUTE);
        pane.put("good", 1L);
        pane.put("total", 2L);
        pane.put("coverage", 1.0);
        pane.put("definition_version", 0L);
        log.append(
                new TopicPartition(TopicCatalog.PANES.name(), Utils.toPositive(Utils.murmur2(key)) % 4),
                T0 + (minute + 1) * MINUTE,
                KEY,
                encoder.encode(TopicCatalog.PANES, pane));
    }

    private void judged(long minute) {
        View view = views.now();
        progress.heard(view.part(view.require("canary").slo(), "math"), T0 + minute * MINUTE, 0);
    }

    private JsonNode ask() throws IOException {
        Query query = new Query(Map.of(
                "slo",
                "canary",
                "group",
                "math",
                "from",
                String.valueOf(T0),
                "to",
                String.valueOf(T0 + HOUR * MINUTE)));
        return new ObjectMapper().readTree(history.reading(query).get().body());
    }

    @Test
    void shouldNotTakeAMinuteThatIsNotCommittedYetForOneWithoutEvents() throws IOException {
        for (int minute = 0; minute < HOUR - 1; minute++) {
            append(minute);
        }
        judged(HOUR); // by this instance, whose transaction is still open

        JsonNode answer = ask();

        assertThat(answer.path("total").get(HOUR - 1).isNull()).isTrue();
        assertThat(answer.path("coverage").get(HOUR - 1).asDouble()).isZero();
        JsonNode ratios = answer.path("windows").get(0).path("ratio");
        assertThat(ratios.get(HOUR - 2).asDouble()).isEqualTo(0.5);
        assertThat(ratios.get(HOUR - 1).isNull()).isTrue();

        append(HOUR - 1);

        assertThat(ask().path("windows").get(0).path("ratio").get(HOUR - 1).asDouble())
                .isEqualTo(0.5);
    }

    @Test
    void shouldKnowNothingOfATimeWithoutRecords() throws IOException {
        assertThat(ask().path("known_from").asLong()).isEqualTo(T0 + HOUR * MINUTE);
    }

    @Test
    void shouldTakeAMinuteOfSilenceForOneWithoutEventsOnceItIsLongJudged() throws IOException {
        for (int minute = 0; minute < HOUR - 5; minute++) {
            append(minute);
        }
        judged(HOUR + 1);

        JsonNode answer = ask();

        assertThat(answer.path("total").get(HOUR - 1).isNull()).isTrue();
        assertThat(answer.path("coverage").get(HOUR - 1).asDouble()).isEqualTo(1);
        assertThat(answer.path("windows").get(0).path("ratio").get(HOUR - 1).asDouble())
                .isEqualTo(0.5);
    }
}
