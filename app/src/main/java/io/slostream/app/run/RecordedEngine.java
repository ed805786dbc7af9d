// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.slostream.alerting.yaml.Suggestions;
import io.slostream.app.UsageException;
import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.topology.DefinitionVersions;
import io.slostream.topology.StartPoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * What {@code slo.definitions.v1} says of an engine: from where it has counted, and under which definitions. With the
 * telemetry topics this is all that its verdicts depend on.
 *
 * @param applicationId application id
 * @param versions the definition sets from the one that the engine began with; nothing more is to come
 * @param start where its time began, with a boundary for each kind that is read
 * @param firstOffsets the first offset that was read of each source partition
 */
public record RecordedEngine(
        String applicationId, DefinitionVersions versions, StartPoint start, Map<TopicPartition, Long> firstOffsets) {
    public RecordedEngine {
        firstOffsets = Map.copyOf(firstOffsets);
    }

    /**
     * Reads the log to its present end.
     *
     * @param application which engine; empty: the only one that there is
     * @param complaint told of a set that this program cannot read, which leaves the one before it in force
     * @throws UsageException when there is no such engine, or more than one to choose from
     */
    public static RecordedEngine read(
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
            RecordDecoder decoder,
            Optional<String> application,
            Consumer<String> complaint) {
        if (consumer.partitionsFor(TopicCatalog.DEFINITIONS.name()).isEmpty()) {
            throw new UsageException("the cluster has no topic " + TopicCatalog.DEFINITIONS.name()
                    + ": no engine has started there; check --bootstrap");
        }
        List<DefinitionEntry> all = DefinitionLog.readAll(consumer, decoder);
        String engine = choose(all, application);
        List<DefinitionEntry> entries = all.stream()
                .filter(entry -> entry.engine().isEmpty() || entry.engine().equals(engine))
                .toList();
        DefinitionEntry start = StartPreparation.startOf(entries).orElseThrow();
        DefinitionVersions versions = DefinitionChain.of(
                        entries,
                        start,
                        (version, why) ->
                                complaint.accept("version " + version + " of " + TopicCatalog.DEFINITIONS.name()
                                        + " cannot be read by this version of slostream (" + why
                                        + "): what it changed is not replayed"))
                .versions();
        // Whatever else a record of telemetry adopts was not in the log: nobody waits for it.
        versions.knowTo(Long.MAX_VALUE);
        Map<TopicPartition, Long> offsets = new HashMap<>(start.offsets());
        entries.stream()
                .filter(entry -> entry.kind().equals(DefinitionEntry.GROWTH))
                .forEach(entry -> entry.offsets().forEach(offsets::putIfAbsent));
        return new RecordedEngine(engine, versions, startPoint(start), offsets);
    }

    private static StartPoint startPoint(DefinitionEntry start) {
        Map<TelemetryKind, Long> boundaries = new HashMap<>();
        start.boundaries()
                .forEach((topic, boundary) -> TopicCatalog.kindOf(topic)
                        .ifPresentOrElse(kind -> boundaries.put(kind, boundary), () -> {
                            throw new UsageException("the start record of " + start.engine() + " names " + topic
                                    + ", which this version of slostream does not know; run the one that wrote"
                                    + " it");
                        }));
        return new StartPoint(boundaries, start.liveFromMs().orElse(StartPoint.ALWAYS_LIVE));
    }

    private static String choose(List<DefinitionEntry> entries, Optional<String> application) {
        Set<String> started = entries.stream()
                .filter(entry -> entry.kind().equals(DefinitionEntry.START))
                .map(DefinitionEntry::engine)
                .collect(Collectors.toCollection(TreeSet::new));
        if (started.isEmpty()) {
            throw new UsageException("no engine has started on this cluster: " + TopicCatalog.DEFINITIONS.name()
                    + " has no start record; check --bootstrap");
        }
        if (application.isPresent() && !started.contains(application.get())) {
            throw new UsageException("no engine " + application.get() + " has started on this cluster; "
                    + Suggestions.advice(application.get(), "there are", List.copyOf(started)));
        }
        if (application.isEmpty() && started.size() > 1) {
            throw new UsageException("several engines have started on this cluster; say with --application which one: "
                    + String.join(", ", started));
        }
        return application.orElseGet(() -> started.iterator().next());
    }

    /** The kinds that it reads, exclusions among them. */
    public Set<TelemetryKind> kinds() {
        return start.boundaries().keySet();
    }
}
