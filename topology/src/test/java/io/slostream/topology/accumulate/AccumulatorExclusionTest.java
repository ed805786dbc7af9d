// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import static io.slostream.topology.TopologyFixtures.DAY;
import static io.slostream.topology.TopologyFixtures.HOUR;
import static io.slostream.topology.TopologyFixtures.SECOND;
import static io.slostream.topology.TopologyFixtures.T0;
import static io.slostream.topology.TopologyFixtures.discovering;
import static io.slostream.topology.TopologyFixtures.passed;
import static io.slostream.topology.TopologyFixtures.slo;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.topology.EngineDefinition;
import io.slostream.topology.EventBuilder;
import io.slostream.topology.Exclusion;
import io.slostream.topology.Packet;
import io.slostream.topology.TimeGrid;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Exclusions in stage 1: they count nothing, wait for their boundary and go to everybody. Grace is 10 s. */
class AccumulatorExclusionTest {
    private static final EngineDefinition DEFINITION = discovering(TimeGrid.DEFAULT, slo("hourly", passed(), HOUR));

    private final AccumulatorDriver source = new AccumulatorDriver(DEFINITION, 3);

    @Test
    void shouldSendAnExclusionToEveryPartitionWithTheFirstBoundaryThatWasOpen() {
        Outcome outcome = file(17, T0 - HOUR, T0 + HOUR);

        assertThat(outcome).isEqualTo(Outcome.COUNTED);
        assertThat(source.accumulator().accounting()).isEqualTo(new Accounting(1, 1, 0, 0, 0));
        source.forget().arrive(19.999);
        assertThat(source.packets()).as("boundary 10 is open").isEmpty();

        source.restart().arrive(20);

        List<Packet> withExclusions = source.packets().stream()
                .filter(packet -> !packet.exclusions().isEmpty())
                .toList();
        Exclusion expected = new Exclusion(
                new Exclusion.Key(T0 + 10 * SECOND, AccumulatorDriver.SOURCE.partition(), 0),
                Optional.of("coder"),
                Optional.empty(),
                T0 - HOUR,
                T0 + HOUR,
                "maintenance",
                "ops");
        assertThat(withExclusions)
                .hasSize(3)
                .allMatch(packet -> packet.exclusions().equals(List.of(expected)));
        assertThat(withExclusions).extracting(Packet::watermarkMs).containsOnly(Packet.NO_WATERMARK);
        assertThat(source.receivers()).containsExactly(0, 1, 2, 0, 1, 2);
        assertThat(source.watermarks().subList(3, 6))
                .as("the watermark comes last")
                .containsOnly(10L);

        source.forget().arrive(25);
        assertThat(source.packets()).allMatch(packet -> packet.exclusions().isEmpty());
    }

    @Test
    void shouldLetTheTimeOfFilingDecideWhatIsFutureAndNotTheTimeThatIsExcluded() {
        assertThat(file(1, T0 + DAY, T0 + 2 * DAY)).isEqualTo(Outcome.COUNTED);

        Outcome ahead = source.event(
                2,
                EventBuilder.exclusion("coder", T0 + 63 * SECOND, T0, T0 + HOUR).build());

        assertThat(ahead).isEqualTo(Outcome.DEAD_LETTERED);
    }

    @Test
    void shouldCutManyExclusionsOverPackets() {
        source.arrive(1);
        for (int position = 0; position < 250; position++) {
            source.accumulator()
                    .count(EventBuilder.exclusion("coder", T0, T0, T0 + HOUR).build(), position);
        }

        source.forget().arrive(30);

        assertThat(source.packets())
                .filteredOn(packet -> !packet.exclusions().isEmpty())
                .extracting(packet -> packet.exclusions().size())
                .containsExactly(100, 100, 100, 100, 100, 100, 50, 50, 50);
    }

    private Outcome file(double arrivalSecond, long fromMs, long toMs) {
        long filedMs = T0 + Math.round(arrivalSecond * SECOND);
        return source.event(
                arrivalSecond,
                EventBuilder.exclusion("coder", filedMs, fromMs, toMs).build());
    }
}
