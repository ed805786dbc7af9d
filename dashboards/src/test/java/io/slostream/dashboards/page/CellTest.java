// SPDX-License-Identifier: Apache-2.0
package io.slostream.dashboards.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.slostream.schemas.topic.TopicCatalog;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

class CellTest {
    private static final Schema SCHEMA = TopicCatalog.SUMMARIES.valueSchema();

    private final GenericRecord summary = new GenericData.Record(SCHEMA);

    CellTest() {
        summary.put("slo", "ttft");
        summary.put("group", "<b>code</b>");
        summary.put("at", 1_000L);
        summary.put("state", "firing");
        summary.put("severity", "page");
        summary.put("windows", new ArrayList<>(List.of(window("5m", 1, 2), window("1h", 98, 100))));
        summary.put("budget_remaining", -0.5);
        summary.put("exhaustion_ms", 0L);
        summary.put("alerts", List.of(alert("Slow", "firing"), alert("Slower", "pending"), alert("Off", "inactive")));
        summary.put("excluded_events", 7L);
    }

    private static GenericRecord window(String name, long good, long total) {
        GenericRecord window =
                new GenericData.Record(SCHEMA.getField("windows").schema().getElementType());
        window.put("window", name);
        window.put("good", good);
        window.put("total", total);
        window.put("ratio", (double) good / total);
        window.put("burn_rate", 2.5);
        window.put("coverage", 0.97);
        return window;
    }

    private static GenericRecord alert(String name, String state) {
        GenericRecord alert =
                new GenericData.Record(SCHEMA.getField("alerts").schema().getElementType());
        alert.put("alert", name);
        alert.put("state", state);
        return alert;
    }

    private static String json(Cell cell, boolean stale) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            cell.write(json, stale);
        }
        return text.toString();
    }

    @Test
    void shouldSayWhatTheSummarySaysOfTheHeadlineWindow() throws Exception {
        assertThat(json(Cell.of(summary, "1h"), false))
                .isEqualTo("{\"slo\":\"ttft\",\"group\":\"<b>code</b>\",\"at\":1000,\"state\":\"firing\","
                        + "\"severity\":\"page\",\"stale\":false,\"ratio\":0.98,\"good\":98,\"total\":100,"
                        + "\"burn\":2.5,\"coverage\":0.97,\"budget\":-0.5,\"exhaustion_ms\":0,"
                        + "\"firing\":[\"Slow\"],\"pending\":[\"Slower\"],\"excluded\":7}");
    }

    @Test
    void shouldSayNothingOfAWindowThatTheSummaryDoesNotHave() throws Exception {
        summary.put("severity", null);
        summary.put("budget_remaining", null);

        assertThat(json(Cell.of(summary, "6h"), true))
                .contains("\"severity\":null,\"stale\":true,\"ratio\":null,\"good\":null,\"total\":null,\"burn\":null,"
                        + "\"coverage\":null,\"budget\":null");
    }
}
