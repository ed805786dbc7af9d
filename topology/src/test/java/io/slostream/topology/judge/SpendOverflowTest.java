// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import static io.slostream.topology.TopologyFixtures.HOUR;
import static io.slostream.topology.TopologyFixtures.SECOND;
import static io.slostream.topology.TopologyFixtures.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.BoundedSum;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.Packet;
import io.slostream.topology.Partial;
import io.slostream.topology.Series;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.summary.OutputRecords;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Ten million samples of the greatest value are more micro-dollars than a long can say. */
class SpendOverflowTest {
    private static final String SLO = """
            apiVersion: slostream/v1
            kind: SLO
            metadata: { name: cost, owner: test }
            spec:
              dashboard: serving
              category: outcome
              indicator:
                spend: { name: cost_micro_usd, groupBy: all, monthly: { from: 9000000000, to: 12000000000, zone: UTC } }
              alerts:
                - { name: CostBand, when: { outsideBand: true } }
            """;
    private static final long GREATEST = 1_000_000_000_000L;

    @Test
    void shouldStillSayWhatItKnows() {
        DefinitionSet slos = DefinitionLoader.load(List.of(new DefinitionText("slo.yaml", SLO)));
        StageDriver stage = new StageDriver(new EngineDefinition(slos, Optional.empty(), TimeGrid.DEFAULT));
        OutputRecords records = new OutputRecords(slos, "hash", -1);

        stage.accept(new Packet(
                        new SourcePartition("telemetry.samples.v1", 0),
                        1,
                        Set.of(TelemetryKind.SAMPLE),
                        LongStream.rangeClosed(1, 10)
                                .mapToObj(pane -> {
                                    long end = T0 + pane * 5 * SECOND;
                                    long amount = 1_000_000 * GREATEST;
                                    return new Partial(new Series(0, "all"), 0, end - 5 * SECOND, end, amount, amount);
                                })
                                .toList(),
                        T0 + HOUR))
                .evaluate();

        assertThat(stage.summaries()).isNotEmpty();
        stage.summaries().forEach(records::summary);
        SloStatus last = stage.summaries().get(stage.summaries().size() - 1);
        assertThat(last.windows()).allMatch(window -> window.total() > 12 * GREATEST && window.good() >= 0);
        assertThat(last.windows().get(0).total()).isEqualTo(BoundedSum.WHOLE);
        assertThat(stage.verdicts()).isNotEmpty();
    }
}
