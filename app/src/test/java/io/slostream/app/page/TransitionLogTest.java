// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.app.serve.Answer;
import io.slostream.app.serve.LogConsumer;
import io.slostream.app.serve.LogReader;
import io.slostream.app.serve.Query;
import io.slostream.schemas.output.OutputFormat;
import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.output.RecordEncoder;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.topic.TopicCatalog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

class TransitionLogTest {
    private static final String TOPIC = TopicCatalog.TRANSITIONS.name();
    private static final String KEY = "canary/Failing/math";

    private final RecordEncoder encoder = new RecordEncoder(OutputFormat.JSON, SchemaRegistry.none());
    private final LogConsumer log = new LogConsumer(Map.of(TOPIC, 4));
    private final TopicPartition partition =
            new TopicPartition(TOPIC, Utils.toPositive(Utils.murmur2(KEY.getBytes(StandardCharsets.UTF_8))) % 4);

    private void append(String key, long at) {
        GenericRecord transition = new GenericData.Record(TopicCatalog.TRANSITIONS.valueSchema());
        for (String text : List.of(
                "slo",
                "alert",
                "group",
                "reason",
                "owner",
                "dashboard",
                "category",
                "summary",
                "link",
                "definition_hash",
                "previous_state")) {
            transition.put(text, text);
        }
        transition.put("state", "firing");
        transition.put("at", at);
        transition.put("sequence", at);
        transition.put("windows", List.of());
        transition.put("coverage", 1.0);
        transition.put("evidence", List.of());
        transition.put("definition_version", 0L);
        log.append(partition, at, key, encoder.encode(TopicCatalog.TRANSITIONS, transition));
    }

    private List<Long> read(long fromMs, long toMs) {
        List<Long> found = new ArrayList<>();
        LogReader.with(() -> log, 1_000_000, Duration.ofSeconds(20), reader -> {
            TransitionLog transitions = new TransitionLog(reader, new RecordDecoder(SchemaRegistry.none()));
            return transitions.read(
                    List.of(KEY), new Stretch(fromMs, toMs), transition -> found.add((Long) transition.get("at")));
        });
        return found;
    }

    @Test
    void shouldReadItsOwnRecordsOfAStretch() {
        append(KEY, 1_000);
        append("canary/Failing/code", 2_000);
        append(KEY, 3_000);
        append(KEY, 4_000);

        assertThat(read(1_001, 3_999)).containsExactly(3_000L);
        assertThat(read(0, 4_000)).containsExactly(1_000L, 3_000L, 4_000L);
        assertThat(read(5_000, 6_000)).isEmpty();
    }

    @Test
    void shouldAnswerWithTheNewestOfMoreThanFit() {
        for (long at = 1; at <= TransitionsAnswer.MOST + 5; at++) {
            append(KEY, at);
        }
        PageSource source = new PageSource(
                "engine",
                () -> null,
                () -> log,
                SchemaRegistry.none(),
                4,
                10_000,
                false,
                () -> 1_000,
                () -> new PageSource.State(true, List.of()),
                Map::of);
        Query query =
                new Query(Map.of("slo", "canary", "alert", "Failing", "group", "math", "from", "0", "to", "1000"));

        Answer answer = new TransitionsAnswer(source).reading(query).get();

        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .contains("\"at\":6,", "\"at\":" + (TransitionsAnswer.MOST + 5) + ",")
                .doesNotContain("\"at\":5,")
                .endsWith("\"truncated\":true}");
    }

    @Test
    void shouldNotTakeAMarkerForTheEnd() {
        for (long at = 1_000; at <= 20_000; at += 1_000) { // written long after their time, as when catching up
            append(KEY, at);
            log.marker(partition, 900_000_000 + at);
        }

        assertThat(read(3_000, 5_000)).containsExactly(3_000L, 4_000L, 5_000L);
    }

    @Test
    void shouldFindWhatWasWrittenAfterSomethingLater() {
        append("canary/Failing/code", 9_000); //   another part of the work, ahead of ours
        append(KEY, 3_000);

        assertThat(read(1_000, 3_000)).containsExactly(3_000L);
    }
}
