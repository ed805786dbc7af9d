// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.slostream.app.UsageException;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.topology.DefinitionVersions;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.StartPoint;
import io.slostream.topology.VersionedDefinition;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides where the engine begins, or that it may not: definition log, committed offsets, changelogs and source topics
 * must tell one story. What is written is written in an order in which a crash at any point is repaired by the next
 * start: entry first, then what it says.
 */
final class StartPreparation {
    private static final Logger LOG = LoggerFactory.getLogger(StartPreparation.class);
    private static final int MAX_LISTED = 20;
    private static final Comparator<TopicPartition> BY_NAME =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private final Cluster cluster;
    private final TopicPreparation topics;
    private final EngineDefinition definition;
    private final String applicationId;
    private final DefinitionLog log;
    private final GroupOffsets group;
    private final Changelogs changelogs;
    private final int verdictPartitions;

    StartPreparation(
            Cluster cluster,
            TopicPreparation topics,
            EngineDefinition definition,
            String applicationId,
            int verdictPartitions,
            DefinitionLog log,
            GroupOffsets group) {
        this.verdictPartitions = verdictPartitions;
        this.cluster = cluster;
        this.topics = topics;
        this.definition = definition;
        this.applicationId = applicationId;
        this.log = log;
        this.group = group;
        this.changelogs = new Changelogs(cluster, applicationId);
    }

    /**
     * What a start needs to know.
     *
     * @param partitions number of partitions of each source topic that is read
     * @param point where the engine's time begins
     * @param versions the definition sets from the one that the engine began with to the one in force
     * @param log the definition log and the place of the start record in it: state on disk that belongs to another is not
     *     this engine's
     */
    record Start(
            Map<TelemetryKind, Integer> partitions,
            StartPoint point,
            DefinitionVersions versions,
            DefinitionChain chain,
            String log) {}

    /**
     * Prepares topics, offsets, changelogs and the definition log.
     *
     * @param nowMs wall clock, epoch milliseconds
     * @throws UsageException when what is there does not fit; the message says what and what to do
     */
    Start prepare(long nowMs) {
        Set<TelemetryKind> declared = kindsOf(definition);
        Map<TelemetryKind, Integer> partitions = topics.prepare(declared);
        // Changelogs before offsets: whoever starts beside us writes them in the other order.
        Map<String, Integer> existing = changelogs.partitions();
        Map<TopicPartition, Long> committed = telemetry(group.committed());
        List<DefinitionEntry> entries = log.read();
        if (startOf(entries).isEmpty()) {
            if (!existing.isEmpty() || !committed.isEmpty()) {
                throw new UsageException("group " + applicationId + " has state or offsets, but "
                        + TopicCatalog.DEFINITIONS.name() + " has no start record for it: nobody can say from when it"
                        + " counted; was the topic deleted? Restore it, or begin anew with another applicationId");
            }
            firstStart(partitions, nowMs);
            entries = log.read();
            // Somebody who started beside us may have come far in the meantime.
            existing = changelogs.partitions();
            committed = telemetry(group.committed());
        }
        DefinitionEntry start = startOf(entries)
                .orElseThrow(
                        () -> new EngineFailedException("the start record just written cannot be read back", null));
        // A kind whose last SLO was removed is read on: some partition may still be under the version that judges it,
        // its offsets and clocks must not fall behind, and a later version may want it again.
        Set<TelemetryKind> read = new TreeSet<>(declared);
        read.addAll(kindsOf(start));
        if (read.size() > declared.size()) {
            partitions = topics.prepare(read);
        }
        DefinitionChain chain = chain(entries, start, read);

        Map<TopicPartition, Long> known = new HashMap<>(start.offsets());
        entries.stream()
                .filter(entry -> entry.kind().equals(DefinitionEntry.GROWTH))
                .forEach(entry -> entry.offsets().forEach(known::putIfAbsent));
        changelogs.checkPackets(verdictPartitions);
        checkState(known, committed);
        Set<TopicPartition> current = current(partitions);
        checkVanished(known.keySet(), current);
        Map<TopicPartition, Long> missing = missing(known, committed, !existing.isEmpty(), start);
        Set<TopicPartition> grown = minus(current, known.keySet());
        if (!grown.isEmpty()) {
            missing.putAll(grow(grown, partitions, existing, nowMs));
            // Under which version the new partitions begin stands in the records just written.
            chain.addAllOf(log.read(), StartPreparation::refuseUnreadable);
        } else if (changelogs.isBehind(existing, tasks(partitions))) {
            group.awaitEmpty("the changelogs must grow with the source topics");
            changelogs.grow(existing, tasks(partitions));
        }
        writeMissing(missing);
        checkLost();
        return new Start(
                partitions,
                new StartPoint(boundaries(start, read), start.liveFromMs().orElseThrow()),
                chain.versions(),
                chain,
                logId() + "@" + start.offset());
    }

    private static Set<TelemetryKind> kindsOf(EngineDefinition definition) {
        Set<TelemetryKind> kinds = new TreeSet<>();
        definition.slos().indicators().forEach(indicator -> kinds.add(indicator.of()));
        // Nobody can know in advance when something must be excluded.
        kinds.add(TelemetryKind.EXCLUSION);
        return kinds;
    }

    private static Set<TelemetryKind> kindsOf(DefinitionEntry start) {
        Set<TelemetryKind> kinds = new TreeSet<>();
        start.boundaries()
                .keySet()
                .forEach(topic -> kinds.add(TopicCatalog.kindOf(topic)
                        .orElseThrow(() -> new UsageException("the start record at offset " + start.offset() + " of "
                                + TopicCatalog.DEFINITIONS.name() + " names " + topic
                                + ", which this version of slostream does not know; run the one that wrote it"))));
        return kinds;
    }

    /** A topic that is made anew, also by a cluster that is, has another id. */
    private Uuid logId() {
        String name = TopicCatalog.DEFINITIONS.name();
        return Cluster.answer(
                        cluster.admin()
                                .describeTopics(Set.of(name))
                                .topicNameValues()
                                .get(name),
                        "describe " + name)
                .topicId();
    }

    private void firstStart(Map<TelemetryKind, Integer> partitions, long nowMs) {
        ReadBack plan = ReadBack.plan(cluster, definition, partitions, nowMs);
        plan.start()
                .boundaries()
                .forEach((kind, boundary) ->
                        LOG.info("First start: {} is counted from {}", kind.topic(), Instant.ofEpochMilli(boundary)));
        LOG.info(
                "First start: alerts from {}", Instant.ofEpochMilli(plan.start().liveFromMs()));
        log.appendDefinitionSet(definition, nowMs);
        log.appendStart(definition, plan.start(), sorted(plan.offsets()), "first start", nowMs);
    }

    /** The first one counts: when two instances start at once, both write and both obey the earlier. */
    static Optional<DefinitionEntry> startOf(List<DefinitionEntry> entries) {
        return entries.stream()
                .filter(entry -> entry.kind().equals(DefinitionEntry.START))
                .findFirst();
    }

    private DefinitionChain chain(List<DefinitionEntry> entries, DefinitionEntry start, Set<TelemetryKind> kinds) {
        if (start.boundaries().isEmpty()
                || start.liveFromMs().isEmpty()
                || start.offsets().isEmpty()) {
            throw new UsageException("the start record at offset " + start.offset() + " of "
                    + TopicCatalog.DEFINITIONS.name() + " is incomplete; begin anew with another applicationId");
        }
        DefinitionChain chain = DefinitionChain.of(entries, start, StartPreparation::refuseUnreadable);
        VersionedDefinition inForce = chain.versions().newest();
        if (!inForce.definition().grid().equals(definition.grid())) {
            throw new UsageException("profile or evaluationInterval have changed, which the state of " + applicationId
                    + " cannot follow: put the old ones back, or begin anew with another applicationId, which reads back"
                    + " as far as the longest alerting window");
        }
        inForce.definition().slos().slos().stream()
                .filter(slo -> !kinds.contains(slo.indicator().of()))
                .findFirst()
                .ifPresent(slo -> {
                    throw new UsageException("version " + inForce.version() + ", which is in force for " + applicationId
                            + ", reads " + slo.indicator().of().topic() + " for SLO " + slo.name()
                            + ", and the start record does not name that topic; apply a set without that SLO, or begin"
                            + " anew with another applicationId");
                });
        if (!inForce.hash().equals(definition.hash())) {
            LOG.warn(
                    "The definitions of engine.yaml are not those in force, version {} of {}: slostream apply brings"
                            + " them in",
                    inForce.version(),
                    applicationId);
        }
        return chain;
    }

    private static void refuseUnreadable(long version, String why) {
        throw new UsageException("version " + version + " of " + TopicCatalog.DEFINITIONS.name()
                + " cannot be read by this version of slostream (" + why + "); run the one that wrote it");
    }

    private static Map<TelemetryKind, Long> boundaries(DefinitionEntry start, Set<TelemetryKind> kinds) {
        Map<TelemetryKind, Long> boundaries = new EnumMap<>(TelemetryKind.class);
        for (TelemetryKind kind : kinds) {
            Long boundary = start.boundaries().get(kind.topic());
            if (boundary == null) {
                throw new UsageException("the start record at offset " + start.offset() + " of "
                        + TopicCatalog.DEFINITIONS.name() + " does not name " + kind.topic()
                        + "; begin anew with another applicationId");
            }
            boundaries.put(kind, boundary);
        }
        return boundaries;
    }

    /** Once something was committed beyond the first offsets, there are changelogs; without them nothing is remembered. */
    private void checkState(Map<TopicPartition, Long> first, Map<TopicPartition, Long> committed) {
        boolean ran = committed.entrySet().stream()
                .anyMatch(entry -> entry.getValue() > first.getOrDefault(entry.getKey(), Long.MAX_VALUE));
        Set<String> missing = ran ? changelogs.missing() : Set.of();
        if (!missing.isEmpty()) {
            throw new UsageException("group " + applicationId + " has read on, but internal topics with what it counted"
                    + " are gone: " + String.join(", ", missing) + "; windows would be empty and alerts that fire would"
                    + " never be resolved. Restore them, or begin anew with another applicationId");
        }
    }

    private void checkVanished(Set<TopicPartition> known, Set<TopicPartition> current) {
        Set<TopicPartition> vanished = minus(known, current);
        if (!vanished.isEmpty()) {
            throw new UsageException("source partitions that were read before are gone: " + listed(vanished)
                    + "; a telemetry topic was deleted or made anew, and its offsets mean other records now: begin anew"
                    + " with another applicationId");
        }
    }

    private Map<TopicPartition, Long> missing(
            Map<TopicPartition, Long> known, Map<TopicPartition, Long> committed, boolean ran, DefinitionEntry start) {
        Map<TopicPartition, Long> missing = new HashMap<>(known);
        missing.keySet().removeAll(committed.keySet());
        if (missing.isEmpty() || (!ran && committed.isEmpty())) {
            return missing;
        }
        Set<TopicPartition> lost = new TreeSet<>(BY_NAME);
        missing.keySet().stream()
                .filter(partition -> committed.isEmpty() || start.offsets().containsKey(partition))
                .forEach(lost::add);
        if (!lost.isEmpty()) {
            throw new UsageException(
                    "group " + applicationId + " has state but no offsets for " + listed(lost)
                            + ": they were deleted, or expired while the engine stood still (offsets.retention.minutes, a week by"
                            + " default). Counting again from the start would count twice; begin anew with another applicationId");
        }
        return missing;
    }

    private Map<TopicPartition, Long> grow(
            Set<TopicPartition> grown,
            Map<TelemetryKind, Integer> partitions,
            Map<String, Integer> existing,
            long nowMs) {
        LOG.warn("Source partitions were added since the last start: {}", listed(grown));
        group.awaitEmpty("source partitions were added (" + listed(grown) + ")");
        changelogs.grow(existing, tasks(partitions));
        Map<TopicPartition, Long> all = new HashMap<>();
        partitions.forEach((kind, count) -> {
            Map<TopicPartition, Long> added = new HashMap<>();
            // From the first record: nobody has read them.
            grown.stream()
                    .filter(partition -> partition.topic().equals(kind.topic()))
                    .forEach(partition -> added.put(partition, 0L));
            if (!added.isEmpty()) {
                log.appendGrowth(count, sorted(added), kind.topic() + " has " + count + " partitions now", nowMs);
                all.putAll(added);
            }
        });
        return all;
    }

    private void writeMissing(Map<TopicPartition, Long> missing) {
        Map<TopicPartition, Long> still = new HashMap<>(missing);
        still.keySet().removeAll(group.committed().keySet());
        if (still.isEmpty() || group.write(still)) {
            return;
        }
        Set<TopicPartition> without = minus(missing.keySet(), group.committed().keySet());
        if (without.isEmpty()) {
            return;
        }
        // A member without offsets is none that counts: it may be what this instance left behind when it met another
        // cluster at its address.
        String why = "there are no offsets for " + listed(without);
        group.awaitEmpty(why);
        still.keySet().retainAll(without);
        if (!group.write(still)) {
            throw new UsageException(why + ", and another instance is in group " + applicationId
                    + "; stop all instances, then start one");
        }
    }

    private void checkLost() {
        Map<TopicPartition, Long> committed = telemetry(group.committed());
        Map<TopicPartition, Long> logStarts = ReadBack.offsets(cluster, committed.keySet(), OffsetSpec.earliest());
        String lost = committed.entrySet().stream()
                .filter(entry -> entry.getValue() < logStarts.get(entry.getKey()))
                .map(entry ->
                        entry.getKey() + ": offsets " + entry.getValue() + " to " + (logStarts.get(entry.getKey()) - 1))
                .sorted()
                .limit(MAX_LISTED)
                .collect(Collectors.joining("\n  "));
        if (!lost.isEmpty()) {
            throw new UsageException("records were deleted by retention before the engine read them:\n  " + lost
                    + "\nTheir counts are lost, and going on would show that time as measured. Accepting a loss"
                    + " (--accept-loss) is not offered yet: begin anew with another applicationId");
        }
    }

    private Map<TopicPartition, Long> telemetry(Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, Long> telemetry = new HashMap<>(offsets);
        Predicate<TopicPartition> isSource =
                partition -> TopicCatalog.kindOf(partition.topic()).isPresent();
        telemetry.keySet().removeIf(isSource.negate());
        return telemetry;
    }

    private static Set<TopicPartition> current(Map<TelemetryKind, Integer> partitions) {
        Set<TopicPartition> current = new HashSet<>();
        partitions.forEach((kind, count) -> current.addAll(ReadBack.sources(kind, count)));
        return current;
    }

    private static int tasks(Map<TelemetryKind, Integer> partitions) {
        return partitions.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    private static Set<TopicPartition> minus(Set<TopicPartition> all, Set<TopicPartition> without) {
        Set<TopicPartition> rest = new TreeSet<>(BY_NAME);
        rest.addAll(all);
        rest.removeAll(without);
        return rest;
    }

    private static Map<TopicPartition, Long> sorted(Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, Long> sorted = new TreeMap<>(BY_NAME);
        sorted.putAll(offsets);
        return sorted;
    }

    private static String listed(Set<TopicPartition> partitions) {
        String list = partitions.stream()
                .limit(MAX_LISTED)
                .map(TopicPartition::toString)
                .collect(Collectors.joining(", "));
        return partitions.size() > MAX_LISTED ? list + " and " + (partitions.size() - MAX_LISTED) + " more" : list;
    }
}
