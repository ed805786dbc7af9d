// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.alerting.state.AlertState;
import io.slostream.schemas.output.OutputFormat;
import io.slostream.schemas.output.RecordEncoder;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.schemas.topic.TopicSpec;
import io.slostream.schemas.wire.TelemetryDecoder;
import io.slostream.simulation.Ensemble;
import io.slostream.simulation.EventSource;
import io.slostream.simulation.event.SimulatedEvent;
import io.slostream.simulation.incident.Incident;
import io.slostream.simulation.incident.IncidentText;
import io.slostream.simulation.model.SpecialistModel;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.Packet;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.StartPoint;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.VersionedDefinition;
import io.slostream.topology.accumulate.Accumulator;
import io.slostream.topology.accumulate.CountingOutput;
import io.slostream.topology.accumulate.CountingStage;
import io.slostream.topology.accumulate.CountingState;
import io.slostream.topology.accumulate.DeadLetter;
import io.slostream.topology.ingest.TelemetryRecord;
import io.slostream.topology.judge.AlertKey;
import io.slostream.topology.judge.MinutePane;
import io.slostream.topology.judge.SloStatus;
import io.slostream.topology.judge.Verdict;
import io.slostream.topology.judge.VerdictSink;
import io.slostream.topology.judge.VerdictStage;
import io.slostream.topology.judge.VerdictState;
import io.slostream.topology.summary.OutputRecord;
import io.slostream.topology.summary.OutputRecords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How much the engine writes: keys, records an hour, bytes a record and megabytes a day of each output topic, under the
 * shipped SLOs, for 8 and for 200 specialists. Two simulated hours through both stages, of which the second is measured.
 */
public final class OutputSizes implements CountingOutput, VerdictSink {
    private static final long SEED = 42;
    private static final long START_MS = 1_767_571_200_000L; // 2026-01-05T00:00:00Z
    private static final long HOUR_MS = 3_600_000;
    private static final long FROM_MS = START_MS + HOUR_MS;
    private static final long END_MS = START_MS + 2 * HOUR_MS;
    private static final List<TopicSpec> TOPICS =
            List.of(TopicCatalog.SUMMARIES, TopicCatalog.PANES, TopicCatalog.TRANSITIONS, TopicCatalog.ALERTS);

    private final EngineDefinition definition;
    private final OutputRecords records;
    private final RecordEncoder avro = new RecordEncoder(OutputFormat.AVRO, new TrafficSchemas());
    private final RecordEncoder json = new RecordEncoder(OutputFormat.JSON, new TrafficSchemas());
    private final Map<TelemetryKind, Accumulator> accumulators = new EnumMap<>(TelemetryKind.class);
    private final Map<TelemetryKind, CountingStage> counting = new EnumMap<>(TelemetryKind.class);
    private final VerdictStage judging;
    private final Map<String, Sums> topics = new LinkedHashMap<>();

    /** What was written to one topic in the measured hour. */
    private static final class Sums {
        private final Set<String> keys = new HashSet<>();
        private long records;
        private long keyBytes;
        private long avroBytes;
        private long jsonBytes;
    }

    private OutputSizes(EngineDefinition definition) {
        this.definition = definition;
        VersionedDefinition version = VersionedDefinition.first(0, definition);
        records = new OutputRecords(definition.slos(), version.hash(), version.version());
        judging = new VerdictStage(
                definition,
                0,
                1,
                StartPoint.at(START_MS),
                VerdictState.onHeap(),
                VerdictStage.DEFAULT_SUMMARY_INTERVAL_MS);
        for (TelemetryKind kind : TelemetryKind.counted()) {
            SourcePartition source = new SourcePartition(kind.topic(), 0);
            Accumulator accumulator = new Accumulator(definition, source, 1, Set.of(kind), 1, CountingState.onHeap());
            accumulators.put(kind, accumulator);
            counting.put(
                    kind, new CountingStage(kind, source, new TelemetryDecoder(new TrafficSchemas()), accumulator));
        }
        TOPICS.forEach(topic -> topics.put(topic.name(), new Sums()));
    }

    /**
     * Measures and prints.
     *
     * @param args the folder of the SLOs, by default {@code slos}
     */
    public static void main(String[] args) throws IOException {
        Path slos = Path.of(args.length > 0 ? args[0] : "slos");
        for (int specialists : new int[] {8, 200}) {
            measure(texts(slos), specialists);
        }
    }

    private static List<DefinitionText> texts(Path folder) throws IOException {
        List<DefinitionText> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                texts.add(new DefinitionText(file.toString(), Files.readString(file)));
            }
        }
        return texts;
    }

    private static void measure(List<DefinitionText> slos, int specialists) {
        Ensemble ensemble = ensemble(specialists);
        OutputSizes sizes = new OutputSizes(new EngineDefinition(
                DefinitionLoader.load(slos),
                Optional.of(new TreeSet<>(ensemble.names())),
                Optional.of(new TreeSet<>(ensemble.resourceClasses())),
                TimeGrid.DEFAULT));
        long events = sizes.run(ensemble);
        sizes.print(ensemble, events);
    }

    /** The standard specialists, again and again under other names. */
    private static Ensemble ensemble(int specialists) {
        List<SpecialistModel> standard = Ensemble.standard().models();
        return Ensemble.of(IntStream.range(0, specialists)
                .mapToObj(i -> named(standard.get(i % standard.size()), i / standard.size()))
                .toList());
    }

    private static SpecialistModel named(SpecialistModel model, int copy) {
        String name = copy == 0 ? model.name() : model.name() + "-" + copy;
        return new SpecialistModel(name, model.load(), model.machines(), model.quality(), model.traits());
    }

    /** In the measured hour one specialist in eight has failing canaries, and one in eight loses machines. */
    private static List<Incident> incidents(Ensemble ensemble) {
        return ensemble.names().stream()
                .flatMap(name -> name.startsWith("math")
                        ? Stream.of(IncidentText.parse("canary:" + name + "@70m+20m=0"))
                        : name.startsWith("vision")
                                ? Stream.of(IncidentText.parse("capacity:" + name + "@70m+20m=0.15"))
                                : Stream.<Incident>empty())
                .toList();
    }

    /** Says how many events arrived in the measured hour. */
    private long run(Ensemble ensemble) {
        EventSource events = ensemble.events(SEED, START_MS, 2 * HOUR_MS, incidents(ensemble));
        long measured = 0;
        long offset = 0;
        while (events.hasNext()) {
            SimulatedEvent event = events.next();
            if (event.atMs() >= END_MS) {
                break;
            }
            measured += event.atMs() >= FROM_MS ? 1 : 0;
            counting.get(event.kind())
                    .accept(new TelemetryRecord(null, Traffic.avro(event), false, event.atMs(), offset++), this);
        }
        long arrivalMs = END_MS + definition.grid().graceMs();
        accumulators.values().forEach(accumulator -> accumulator.arrive(arrivalMs, this));
        return measured;
    }

    private void print(Ensemble ensemble, long events) {
        System.out.printf(
                "%n%d specialists, %d resource classes, %d SLOs, %.0f events/s%n",
                ensemble.names().size(),
                ensemble.resourceClasses().size(),
                definition.slos().slos().size(),
                events / 3_600.0);
        System.out.printf(
                "%-20s %8s %10s %8s %8s %8s %12s %12s%n",
                "topic", "keys", "records/h", "key B", "Avro B", "JSON B", "Avro MB/d", "JSON MB/d");
        topics.forEach((topic, sums) -> System.out.printf(
                "%-20s %,8d %,10d %8d %8d %8d %,12.1f %,12.1f%n",
                topic,
                sums.keys.size(),
                sums.records,
                sums.keyBytes / Math.max(1, sums.records),
                sums.avroBytes / Math.max(1, sums.records),
                sums.jsonBytes / Math.max(1, sums.records),
                24 * (sums.keyBytes + sums.avroBytes) / 1e6,
                24 * (sums.keyBytes + sums.jsonBytes) / 1e6));
    }

    private void write(OutputRecord record) {
        if (record.timestampMs() <= FROM_MS) {
            return;
        }
        Sums sums = topics.get(record.topic().name());
        sums.keys.add(record.key());
        sums.records++;
        sums.keyBytes += record.key().getBytes(StandardCharsets.UTF_8).length;
        sums.avroBytes += avro.encode(record.topic(), record.value()).length;
        sums.jsonBytes += json.encode(record.topic(), record.value()).length;
    }

    @Override
    public void send(int partition, Packet packet) {
        judging.accept(packet);
        judging.evaluate(() -> true, this);
    }

    @Override
    public void deadLetter(DeadLetter letter) {
        throw new IllegalStateException("the model makes valid events: " + letter.detail());
    }

    @Override
    public void verdict(Verdict verdict) {
        write(records.transition(verdict));
    }

    @Override
    public void alert(Verdict verdict) {
        write(records.alert(verdict));
    }

    @Override
    public void summary(SloStatus status) {
        write(records.summary(status));
    }

    @Override
    public void pane(MinutePane pane) {
        write(records.pane(pane));
    }

    @Override
    public void alertState(AlertKey alert, AlertState state, long atMs) {
        write(records.alertState(alert, state, atMs));
    }
}
