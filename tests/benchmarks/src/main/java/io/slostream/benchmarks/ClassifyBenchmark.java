// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import io.slostream.alerting.definition.Indicator;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.wire.TelemetryDecoder;
import io.slostream.simulation.event.SimulatedEvent;
import io.slostream.topology.ingest.SliClassifier;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * All fixed SLIs that read requests, on one decoded request; a thousand different requests in turn. The rival is
 * {@link InterpretedSli}: the same rules, looked up by field name in a map of values, event by event.
 */
@State(Scope.Thread)
public class ClassifyBenchmark {
    private static final int REQUESTS = 1_024;

    private final TelemetryEvent[] events = new TelemetryEvent[REQUESTS];
    private final List<Map<String, Object>> values;
    private final SliClassifier[] classifiers;
    private final InterpretedSli[] rivals;
    private int next;

    /** Prepares the requests. */
    public ClassifyBenchmark() {
        List<Indicator> indicators = FixedSlos.discovering().slos().indicators().stream()
                .filter(indicator -> indicator.of() == TelemetryKind.REQUEST)
                .toList();
        classifiers = indicators.stream().map(SliClassifier::new).toArray(SliClassifier[]::new);
        rivals = indicators.stream().map(InterpretedSli::new).toArray(InterpretedSli[]::new);
        List<SimulatedEvent> requests = Traffic.calm().next(TelemetryKind.REQUEST, REQUESTS);
        values = requests.stream().map(SimulatedEvent::fields).toList();
        TelemetryDecoder decoder = new TelemetryDecoder(new TrafficSchemas());
        for (int i = 0; i < REQUESTS; i++) {
            events[i] = new TelemetryEvent();
            decoder.decode(TelemetryKind.REQUEST, Traffic.avro(requests.get(i)), events[i]);
        }
    }

    @Benchmark
    public long request() {
        next = (next + 1) % REQUESTS;
        long sum = 0;
        for (SliClassifier classifier : classifiers) {
            if (classifier.counts(events[next])) {
                sum += 1_000 * classifier.total() + classifier.good();
            }
        }
        return sum;
    }

    @Benchmark
    public long requestRival() {
        next = (next + 1) % REQUESTS;
        long sum = 0;
        for (InterpretedSli rival : rivals) {
            sum += switch (rival.judge(values.get(next))) {
                case GOOD -> 1_001;
                case BAD -> 1_000;
                case EXCLUDED -> 0;
            };
        }
        return sum;
    }
}
