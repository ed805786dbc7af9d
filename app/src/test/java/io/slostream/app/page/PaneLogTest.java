// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.app.serve.LogConsumer;
import io.slostream.app.serve.LogReader;
import io.slostream.dashboards.page.AlertSpans;
import io.slostream.schemas.output.OutputFormat;
import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.output.RecordEncoder;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.topic.TopicCatalog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

class PaneLogTest {
    private static final String TOPIC = TopicCatalog.PANES.name();
    private static final String KEY = "canary/math";
    private static final long MINUTE = 60_000;
    private static final long T0 = 1_767_571_200_000L; // 2026-01-05T00:00:00Z
    private static final long DAY = 24 * 60;

    private final RecordEncoder encoder = new RecordEncoder(OutputFormat.JSON, SchemaRegistry.none());
    private final LogConsumer log = new LogConsumer(Map.of(TOPIC, 4));
    private final TopicPartition partition =
            new TopicPartition(TOPIC, Utils.toPositive(Utils.murmur2(KEY.getBytes(StandardCharsets.UTF_8))) % 4);

    private void append(String key, long minute) {
        append(key, minute, minute + 1, "counts", null);
    }

    private void append(String key, long minute, long boundaryMinute, String kind, GenericRecord alert) {
        GenericRecord pane = new GenericData.Record(TopicCatalog.PANES.valueSchema());
        pane.put("kind", kind);
        pane.put("slo", "canary");
        pane.put("series", "s");
        pane.put("group", "math");
        pane.put("minute", T0 + minute * MINUTE);
        pane.put("boundary", T0 + boundaryMinute * MINUTE);
        pane.put("good", 1L);
        pane.put("total", 2L);
        pane.put("coverage", 1.0);
        pane.put("alert", alert);
        pane.put("definition_version", 0L);
        log.append(partition, T0 + boundaryMinute * MINUTE, key, encoder.encode(TopicCatalog.PANES, pane));
    }

    private static GenericRecord firing() {
        Schema schema = TopicCatalog.PANES
                .valueSchema()
                .getField("alert")
                .schema()
                .getTypes()
                .get(1);
        GenericRecord alert = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            if (field.schema().getType() == Schema.Type.BOOLEAN) {
                alert.put(field.pos(), false);
            }
        }
        alert.put("alert", "A");
        alert.put("state", "firing");
        alert.put("severity", "page");
        alert.put("tiers", List.of());
        return alert;
    }

    private PaneLog read(long bytes, long fromMinute, long toMinute, AlertSpans spans) {
        return LogReader.with(() -> log, bytes, Duration.ofSeconds(20), reader -> {
            PaneLog panes = new PaneLog(reader, new RecordDecoder(SchemaRegistry.none()), spans);
            panes.read(KEY, new Stretch(T0 + fromMinute * MINUTE, T0 + toMinute * MINUTE));
            return panes;
        });
    }

    @Test
    void shouldReadItsOwnRecordsOfAStretch() {
        for (long minute = 0; minute < 3 * DAY; minute++) {
            append(KEY, minute);
            log.append(
                    partition,
                    T0 + (minute + 1) * MINUTE,
                    "canary/other",
                    "no record".getBytes(StandardCharsets.UTF_8));
        }

        PaneLog panes = read(100_000_000, DAY, 2 * DAY, new AlertSpans());

        assertThat(panes.isTruncated()).isFalse();
        assertThat(panes.minutes().newestBoundaryMs()).isEqualTo(T0 + 2 * DAY * MINUTE);
        assertThat(panes.readFromMs()).isEqualTo(T0 + DAY * MINUTE);
        assertThat(log.handedOut())
                .as("nothing before and little after the stretch")
                .isLessThan((int) (2 * DAY + 1_000));
    }

    @Test
    void shouldNotTakeAMarkerForTheEnd() {
        for (long minute = 0; minute < DAY; minute++) {
            append(KEY, minute);
            log.marker(partition, T0 + (100 * DAY + minute) * MINUTE);
        }

        PaneLog panes = read(100_000_000, DAY / 4, DAY / 2, new AlertSpans());

        assertThat(panes.isTruncated()).isFalse();
        assertThat(panes.minutes().newestBoundaryMs()).isGreaterThanOrEqualTo(T0 + DAY / 2 * MINUTE);
    }

    @Test
    void shouldLackTheOldestWhenItMayNotReadAll() {
        for (long minute = 0; minute < DAY; minute++) {
            append(KEY, minute);
        }

        PaneLog panes = read(100_000, 0, DAY, new AlertSpans());

        assertThat(panes.isTruncated()).isTrue();
        assertThat(panes.minutes().newestBoundaryMs()).isEqualTo(T0 + DAY * MINUTE);
        assertThat(panes.readFromMs()).isBetween(T0 + DAY / 2 * MINUTE, T0 + (DAY - 60) * MINUTE);
    }

    @Test
    void shouldSayFromWhenTheTopicKnowsAnything() {
        append(KEY, 100);
        append("canary/other", 150);

        PaneLog panes = read(1_000_000, 0, 200, new AlertSpans());

        assertThat(panes.readFromMs()).isEqualTo(T0 + 101 * MINUTE);
        assertThat(read(1_000_000, 0, 50, new AlertSpans()).minutes().newestBoundaryMs())
                .isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void shouldTellWhereAlertsStood() {
        append(KEY, 60, 60, "alert_state", firing());
        AlertSpans spans = new AlertSpans();

        read(1_000_000, 0, 200, spans);

        assertThat(spans.between(T0 + 70 * MINUTE, T0 + 80 * MINUTE))
                .singleElement()
                .satisfies(span -> assertThat(span.state()).isEqualTo("firing"));
    }
}
