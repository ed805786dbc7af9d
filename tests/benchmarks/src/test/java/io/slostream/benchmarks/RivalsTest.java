// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.Indicator;
import io.slostream.alerting.definition.Window;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.simulation.event.SimulatedEvent;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.Partial;
import io.slostream.topology.Series;
import io.slostream.topology.VersionedDefinition;
import io.slostream.topology.accumulate.Accumulator;
import io.slostream.topology.ingest.SliClassifier;
import io.slostream.topology.state.HeapState;
import io.slostream.topology.window.SeriesWindows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A ratio means something only if both sides come to the same result. */
class RivalsTest {
    private static final EngineDefinition FIXED = FixedSlos.discovering();

    @Test
    void shouldCountWhatTheEngineCounts() {
        Events events = new Events(1_024);
        Accumulator accumulator = AccumulateBenchmark.accumulator(FIXED);
        CounterPerWindow rival = new CounterPerWindow(FIXED);
        Map<Series, long[]> counted = new HashMap<>();

        for (int i = 0; i < 50_000; i++) {
            TelemetryEvent event = events.next();
            accumulator.arrive(events.arrivalMs(), (partition, packet) -> add(packet.partials(), counted));
            accumulator.count(event, 0);
            rival.count(event);
        }
        accumulator.arrive(events.arrivalMs() + 3_600_000, (partition, packet) -> add(packet.partials(), counted));

        assertThat(counted).isNotEmpty();
        counted.forEach((series, counts) -> {
            List<Window> windows = VersionedDefinition.first(0, FIXED).windowsOf(series.sli());
            long longest = windows.get(windows.size() - 1).nominalMs();
            CounterPerWindow.Key key = new CounterPerWindow.Key(series.sli(), series.group(), longest);
            assertThat(new long[] {rival.good(key), rival.total(key)})
                    .as("%s", series)
                    .isEqualTo(counts);
        });
    }

    private static void add(List<Partial> partials, Map<Series, long[]> counted) {
        for (Partial partial : partials) {
            long[] counts = counted.computeIfAbsent(partial.series(), absent -> new long[2]);
            counts[0] += partial.good();
            counts[1] += partial.total();
        }
    }

    @Test
    void shouldClassifyAsTheEngineDoes() {
        Events events = new Events(4_096);
        Traffic traffic = Traffic.calm();
        List<SimulatedEvent> written = new ArrayList<>();
        for (int i = 0; i < 4_096; i++) {
            written.add(traffic.next());
        }
        for (Indicator indicator : FIXED.slos().indicators()) {
            if (indicator.of() != TelemetryKind.REQUEST) {
                continue;
            }
            SliClassifier classifier = new SliClassifier(indicator);
            InterpretedSli rival = new InterpretedSli(indicator);
            for (int i = 1; i < 4_096; i++) {
                TelemetryEvent event = events.next();
                if (event.kind() == TelemetryKind.REQUEST) {
                    InterpretedSli.Outcome expected = !classifier.counts(event)
                            ? InterpretedSli.Outcome.EXCLUDED
                            : classifier.good() == 1 ? InterpretedSli.Outcome.GOOD : InterpretedSli.Outcome.BAD;
                    assertThat(rival.judge(written.get(i).fields())).isEqualTo(expected);
                }
            }
            events.next();
        }
    }

    @Test
    void shouldAddUpTheWindowsThatTheEngineKeeps() {
        History history = new History(FIXED, 1);
        long end = EvaluateBenchmark.END_MS;
        for (Series series : history.series()) {
            List<Window> lengths = VersionedDefinition.first(0, FIXED).windowsOf(series.sli());
            SeriesWindows windows = new SeriesWindows(series, lengths, FIXED.grid(), new HeapState<>(), 0, end);
            ReaddedWindows rival = new ReaddedWindows(lengths, FIXED.grid(), end);
            for (Partial partial : history.partials(series, end)) {
                windows.add(partial.level(), partial.paneStartMs(), partial.good(), partial.total());
                rival.add(partial.level(), partial.paneStartMs(), partial.good(), partial.total());
            }
            for (long boundary = end; boundary < end + 4 * 3_600_000; boundary += 5_000) {
                windows.advance(boundary);
                windows.add(0, boundary - 5_000, 3, 4);
                rival.advance(boundary);
                rival.add(0, boundary - 5_000, 3, 4);
                rival.readd();
                for (int window = 0; window < lengths.size(); window++) {
                    assertThat(rival.good(window)).isEqualTo(windows.good(window));
                    assertThat(rival.total(window)).isEqualTo(windows.total(window));
                }
            }
        }
    }
}
