// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import static io.slostream.topology.TopologyFixtures.HOUR;
import static io.slostream.topology.TopologyFixtures.MINUTE;
import static io.slostream.topology.TopologyFixtures.SECOND;
import static io.slostream.topology.TopologyFixtures.T0;
import static io.slostream.topology.TopologyFixtures.discovering;
import static io.slostream.topology.TopologyFixtures.passed;
import static io.slostream.topology.TopologyFixtures.showing;
import static io.slostream.topology.TopologyFixtures.slo;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.Packet;
import io.slostream.topology.Partial;
import io.slostream.topology.PartialSketch;
import io.slostream.topology.Series;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.VersionedDefinition;
import io.slostream.topology.sketch.BucketCounts;
import io.slostream.topology.sketch.ValueBuckets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A series rests when its distributions are empty too, and not before; then skipping is equal to stepping. */
class QuantileRestTest {
    private static final Series SERIES = new Series(0, "coder");
    private static final long END_MS = T0 + 6 * HOUR;
    /** The distribution looks back for longer than any window of counts. */
    private static final EngineDefinition DEFINITION =
            discovering(TimeGrid.DEFAULT, showing(slo("correctness", passed(), MINUTE), "score", 20 * MINUTE));

    @Test
    void shouldTellTheLastValueLeavingAndThenRest() {
        StageDriver stage = loaded();

        int steps = 1;
        while (!stage.evaluateOne()) {
            steps++;
        }

        List<SloStatus> said = stage.summaries();
        SloStatus.QuantileReading last = said.get(said.size() - 1).quantiles().get(0);
        assertThat(last.count()).isZero();
        assertThat(last.value()).isEmpty();
        assertThat(said.get(said.size() - 1).atMs())
                .as("when the value of the last pane left")
                .isEqualTo(T0 + 3 * HOUR + 10 * SECOND + 20 * MINUTE);
        assertThat(steps).as("of 4,320 boundaries").isBetween(450, 600);
    }

    @Test
    void shouldSkipAsIfItHadStepped() {
        StageDriver skipping = loaded();
        StageDriver stepping = loaded();
        while (!stepping.evaluateOne()) {
            stepping.restart(); // a stage made anew does not know what rests
        }

        assertThat(skipping.evaluate().summaries()).isEqualTo(stepping.summaries());
    }

    /** Values without counts: of two amounts that are both 0 nothing is sent but what the event carries beside. */
    @Test
    void shouldWakeForValuesAlone() {
        StageDriver stage = new StageDriver(DEFINITION);
        stage.accept(packet(List.of(), List.of(sketch(HOUR)), END_MS));

        assertThat(stage.evaluate().summaries())
                .anySatisfy(
                        status -> assertThat(status.quantiles().get(0).count()).isEqualTo(3));
        assertThat(stage.summaries().get(0).atMs()).isEqualTo(T0 + HOUR + 10 * SECOND);
    }

    private static StageDriver loaded() {
        List<Partial> counts = new ArrayList<>();
        List<PartialSketch> values = new ArrayList<>();
        for (long after : new long[] {0, 30 * SECOND, 3 * HOUR}) {
            counts.add(new Partial(SERIES, 0, T0 + after, T0 + after + 5 * SECOND, 3, 3));
            values.add(sketch(after));
        }
        return new StageDriver(DEFINITION).accept(packet(counts, values, END_MS));
    }

    private static PartialSketch sketch(long afterMs) {
        BucketCounts three =
                new BucketCounts.Builder(1).add(ValueBuckets.of(0.8), 3).build();
        return new PartialSketch(0, SERIES, 0, T0 + afterMs, T0 + afterMs + 5 * SECOND, three);
    }

    private static Packet packet(List<Partial> counts, List<PartialSketch> values, long watermarkMs) {
        return new Packet(
                new SourcePartition("telemetry.evaluations.v1", 0),
                1,
                Set.of(TelemetryKind.EVALUATION),
                VersionedDefinition.FILES,
                Long.MIN_VALUE,
                counts,
                List.of(),
                values,
                List.of(),
                watermarkMs);
    }
}
