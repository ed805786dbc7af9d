// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.dashboards.page.Progress;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.topology.DefinitionVersions;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.TimeGrid;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

class SummaryBoardTest {
    private static final int PARTITIONS = 4;
    private static final long LIMIT_MS = 65_000;

    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final DefinitionVersions versions = DefinitionVersions.constant(definition("10m"));
    private final Views views = new Views(versions::newest, PARTITIONS);
    private final Progress progress = new Progress(LIMIT_MS, false);
    private final SummaryBoard board = new SummaryBoard(views, progress, clock::get);

    static EngineDefinition definition(String over) {
        return new EngineDefinition(
                DefinitionLoader.load(List.of(new DefinitionText("slo.yaml", """
                        apiVersion: slostream/v1
                        kind: SLO
                        metadata: { name: canary, owner: serving-oncall }
                        spec:
                          dashboard: serving
                          category: slo
                          indicator:
                            ratio: { of: canary, good: { passed: true }, groupBy: specialist }
                          objective: 0.99
                          period: 1h
                          alerts:
                            - name: Failing
                              when: { ratio: { below: 0.9, over: %s } }
                              severity: page
                        """.formatted(over)))),
                Optional.of(Set.of("code", "math")),
                TimeGrid.DEFAULT);
    }

    static GenericRecord summary(String slo, String group, long at) {
        Schema schema = TopicCatalog.SUMMARIES.valueSchema();
        GenericRecord summary = new GenericData.Record(schema);
        summary.put("slo", slo);
        summary.put("group", group);
        summary.put("at", at);
        summary.put("state", "ok");
        summary.put("windows", List.of(window(schema, "5m", 1), window(schema, "10m", 2), window(schema, "1h", 3)));
        summary.put("alerts", List.of());
        summary.put("excluded_events", 0L);
        return summary;
    }

    private static GenericRecord window(Schema schema, String name, long total) {
        GenericRecord window =
                new GenericData.Record(schema.getField("windows").schema().getElementType());
        window.put("window", name);
        window.put("good", total);
        window.put("total", total);
        window.put("ratio", 1.0);
        window.put("coverage", 1.0);
        return window;
    }

    private void hear(String group, long at) {
        board.record("canary/" + group, summary("canary", group, at));
    }

    private SummaryBoard.Shown cell(String group) {
        return board.cells().get("canary/" + group);
    }

    @Test
    void shouldShowDefinedSlosThroughTheirHeadline() {
        hear("math", 990_000);
        board.record("gone/math", summary("gone", "math", 990_000));

        assertThat(board.cells()).containsOnlyKeys("canary/math");
        assertThat(cell("math").cell().total()).isEqualTo(2);
        assertThat(cell("math")).as("what did not change is not made anew").isSameAs(cell("math"));

        versions.add(5, definition("5m"));
        assertThat(cell("math").cell().total()).as("after apply").isEqualTo(1);

        board.gone("canary/math");
        assertThat(board.cells()).isEmpty();
    }

    @Test
    void shouldBeStaleWhenItsPartOfTheWorkStandsStill() {
        hear("math", 990_000);
        assertThat(cell("math").stale()).isFalse();

        clock.set(990_000 + LIMIT_MS);
        assertThat(cell("math").stale()).isFalse();
        clock.addAndGet(1);
        assertThat(cell("math").stale()).isTrue();
    }

    @Test
    void shouldNotBeStaleWhileVerdictsGoOnThatSayNothingNew() {
        hear("math", 990_000);
        clock.set(2_000_000);
        assertThat(cell("math").stale()).isTrue();

        View view = views.now();
        progress.heard(view.part(view.require("canary").slo(), "math"), 1_990_000, clock.get());

        assertThat(cell("math").stale()).isFalse();
        assertThat(cell("math").cell().atMs()).isEqualTo(990_000);
    }

    @Test
    void shouldHearOfAPartFromAnySummaryInIt() {
        View view = views.now();
        Progress.Part part = view.part(view.require("canary").slo(), "math");
        hear("math", 990_000);

        assertThat(part.kind()).isEqualTo(TelemetryKind.CANARY);
        assertThat(progress.boundaryMs(part)).isEqualTo(990_000);
    }
}
