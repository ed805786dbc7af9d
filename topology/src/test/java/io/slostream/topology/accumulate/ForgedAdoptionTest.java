// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import static io.slostream.topology.TopologyFixtures.DAY;
import static io.slostream.topology.TopologyFixtures.HOUR;
import static io.slostream.topology.TopologyFixtures.T0;
import static io.slostream.topology.TopologyFixtures.discovering;
import static io.slostream.topology.TopologyFixtures.passed;
import static io.slostream.topology.TopologyFixtures.slo;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.wire.TelemetryDecoder;
import io.slostream.topology.DefinitionVersions;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.Packet;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.VersionedDefinition;
import io.slostream.topology.ingest.TelemetryRecord;
import io.slostream.topology.state.CopyingState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Control records that somebody else wrote: every reader, whenever he learns of a version, must treat them alike. */
class ForgedAdoptionTest {
    private static final EngineDefinition OLD = discovering(TimeGrid.DEFAULT, slo("a", passed(), DAY));
    private static final EngineDefinition NEW = discovering(TimeGrid.DEFAULT, slo("a", passed(), HOUR));
    private static final String TOKEN = "7e0f";
    private static final List<String> LOG = List.of(
            "slostream-adopt/app/999999999", // never written
            "slostream-adopt/app/7", //          not written yet, and a guess at the next offset
            "slostream-adopt/app/7/0000",
            "slostream-adopt/app/7/" + TOKEN, // the engine's own
            "slostream-adopt/app/7", //          old by now
            "slostream-adopt/app/8");
    private static final List<Long> VERSIONS = List.of(2L, 2L, 2L, 7L, 7L, 7L);

    @Test
    void shouldIgnoreWhatNamesAVersionBeforeItIsWrittenAlsoOnceItIs() {
        Reader live = new Reader();
        LOG.subList(0, 3).forEach(live::read);
        live.versions.add(7, NEW, TOKEN);
        LOG.subList(3, 6).forEach(live::read);
        Reader late = new Reader();
        late.versions.add(7, NEW, TOKEN);
        LOG.forEach(late::read);

        assertThat(live.counted).isEqualTo(VERSIONS);
        assertThat(late.counted).isEqualTo(VERSIONS);
        assertThat(live.notAdopted).containsExactly(999_999_999L, 7L, 7L, 8L).isEqualTo(late.notAdopted);
    }

    @Test
    void shouldMoveTheClockByWhatIsForged() {
        Reader reader = new Reader();

        reader.read("slostream-adopt/app/999999999");

        assertThat(reader.accumulator.clockMs()).isEqualTo(T0 + 1_000);
        assertThat(reader.accumulator.accounting().in()).isZero();
    }

    /** A source partition of an instance that has read the definitions to their end whenever it is asked. */
    private static final class Reader implements CountingOutput {
        private static final SourcePartition SOURCE = new SourcePartition(TelemetryKind.EVALUATION.topic(), 0);

        private final DefinitionVersions versions =
                new DefinitionVersions(VersionedDefinition.first(2, OLD), Duration.ofSeconds(30));
        private final Accumulator accumulator = new Accumulator(
                versions, SOURCE, 1, Set.of(TelemetryKind.EVALUATION), 1, CountingState.over(CopyingState::new));
        private final CountingStage stage = new CountingStage(
                TelemetryKind.EVALUATION, SOURCE, new TelemetryDecoder(SchemaRegistry.none()), accumulator, "app");
        private final List<Long> counted = new ArrayList<>();
        private final List<Long> notAdopted = new ArrayList<>();
        private long offset;

        Reader() {
            versions.readBy(() -> versions.answer(versions.openQuestion().orElseThrow()));
        }

        void read(String key) {
            byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
            stage.accept(new TelemetryRecord(bytes, null, true, T0 + 1_000 * (offset + 1), offset++), this);
            counted.add(accumulator.version());
        }

        @Override
        public void notAdopted(SourcePartition source, long position, long version) {
            assertThat(position).isEqualTo(offset - 1);
            notAdopted.add(version);
        }

        @Override
        public void send(int partition, Packet packet) {}

        @Override
        public void deadLetter(DeadLetter letter) {}
    }
}
