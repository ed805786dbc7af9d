// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.accumulate.Accounting;
import io.slostream.topology.streams.EngineStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;

/**
 * Whether this instance lives, and whether its verdicts are up to date. Looks at what this instance owns; a partition
 * that another instance reads shows here as lag, since verdicts wait for all.
 */
final class EngineHealth {
    private static final String DEAD_THREAD = "DEAD";
    private static final String PACKETS = "-packets-repartition";
    private static final int MAX_NAMED = 10;

    private final Limits limits;
    private final Supplier<Map<SourcePartition, EngineStatus.Source>> sources;
    private final Supplier<Map<EngineStatus.Evaluated, Long>> evaluated;
    private final LongSupplier wallClock;
    private volatile Set<TelemetryKind> judged = Set.of();
    private volatile Streams streams;
    private volatile EngineEnd end;

    /**
     * When an instance is no longer up to date, by the wall clock, milliseconds.
     *
     * @param staleMs a source partition has not spoken for longer; ticks make it speak every pane
     * @param lagMs the last evaluated boundary is older
     */
    record Limits(long staleMs, long lagMs) {
        private static final long STALE_MARGIN_MS = 30_000;
        private static final long LAG_MARGIN_MS = 45_000;

        static Limits of(TimeGrid grid) {
            long usual = grid.paneMs() + grid.graceMs();
            return new Limits(usual + STALE_MARGIN_MS, usual + grid.evaluationIntervalMs() + LAG_MARGIN_MS);
        }

        /** Record times are no wall clock: only that something was heard can be asked. */
        static Limits none() {
            return new Limits(Long.MAX_VALUE, Long.MAX_VALUE);
        }
    }

    /**
     * An answer.
     *
     * @param good the status to report
     * @param state of Kafka Streams, or what comes before it
     * @param problems one sentence each
     */
    record Report(boolean good, String state, List<String> problems) {}

    /** What is asked of Kafka Streams. */
    interface Streams {
        KafkaStreams.State state();

        Set<ThreadMetadata> threads();
    }

    EngineHealth(
            Limits limits,
            Supplier<Map<SourcePartition, EngineStatus.Source>> sources,
            Supplier<Map<EngineStatus.Evaluated, Long>> evaluated,
            LongSupplier wallClock) {
        this.limits = limits;
        this.sources = sources;
        this.evaluated = evaluated;
        this.wallClock = wallClock;
    }

    /** From now on verdicts are taken on what these kinds bring; exclusions among them are read and not judged. */
    void running(KafkaStreams newStreams, Set<TelemetryKind> kinds) {
        running(
                new Streams() {
                    @Override
                    public KafkaStreams.State state() {
                        return newStreams.state();
                    }

                    @Override
                    public Set<ThreadMetadata> threads() {
                        return newStreams.metadataForLocalThreads();
                    }
                },
                kinds);
    }

    void running(Streams newStreams, Set<TelemetryKind> kinds) {
        judged = kinds.stream().filter(kind -> kind != TelemetryKind.EXCLUSION).collect(Collectors.toSet());
        streams = newStreams;
    }

    void ended(EngineEnd newEnd) {
        end = newEnd;
    }

    /** Where the records of this instance's source partitions went. */
    Accounting accounting() {
        return sources.get().values().stream()
                .map(EngineStatus.Source::accounting)
                .reduce(Accounting.NONE, Accounting::plus);
    }

    /** Whether the process does its work or is getting ready for it; if not, only a new process helps. */
    Report live() {
        Streams current = streams;
        if (end != null) {
            return new Report(false, "ENDED", List.of("the engine has ended: " + end.reason()));
        }
        if (current == null) {
            return new Report(true, "STARTING", List.of());
        }
        KafkaStreams.State state = current.state();
        boolean over = state == KafkaStreams.State.ERROR
                || state == KafkaStreams.State.PENDING_ERROR
                || state == KafkaStreams.State.NOT_RUNNING;
        // While a failed thread is being replaced there may be none for a moment; the policy bounds how often.
        boolean threads = state != KafkaStreams.State.RUNNING
                || current.threads().stream()
                        .anyMatch(thread -> !thread.threadState().equals(DEAD_THREAD));
        List<String> problems = new ArrayList<>();
        if (over) {
            problems.add("Kafka Streams is in state " + state);
        }
        if (!threads) {
            problems.add("no stream thread is alive");
        }
        return new Report(problems.isEmpty(), state.name(), problems);
    }

    /** Whether verdicts come in time. */
    Report ready() {
        Report live = live();
        Streams current = streams;
        if (!live.good() || current == null) {
            List<String> problems = live.good()
                    ? List.of("still starting: connecting, checking topics, definitions and offsets")
                    : live.problems();
            return new Report(false, live.state(), problems);
        }
        List<String> problems = new ArrayList<>();
        if (current.state() != KafkaStreams.State.RUNNING) {
            problems.add("Kafka Streams is in state " + current.state());
        } else {
            Set<TopicPartition> owned = owned(current.threads());
            stale(owned).ifPresent(problems::add);
            lag(owned).ifPresent(problems::add);
        }
        return new Report(problems.isEmpty(), live.state(), problems);
    }

    private static Set<TopicPartition> owned(Set<ThreadMetadata> threads) {
        return threads.stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .map(TaskMetadata::topicPartitions)
                .flatMap(Set::stream)
                .collect(Collectors.toSet());
    }

    private Optional<String> stale(Set<TopicPartition> owned) {
        var heard = sources.get();
        return named("input stale, not heard of for too long: ", owned, partition -> isStale(partition, heard));
    }

    private boolean isStale(TopicPartition partition, Map<SourcePartition, EngineStatus.Source> heard) {
        if (TopicCatalog.kindOf(partition.topic()).isEmpty()) {
            return false;
        }
        var source = heard.get(new SourcePartition(partition.topic(), partition.partition()));
        return source == null
                || source.clockMs() == Long.MIN_VALUE
                || wallClock.getAsLong() - source.clockMs() > limits.staleMs();
    }

    /** How many source partitions of a kind, of those that this instance owns, have not spoken for too long. */
    long stalePartitions(TelemetryKind kind) {
        Streams current = streams;
        if (current == null) {
            return 0;
        }
        var heard = sources.get();
        return owned(current.threads()).stream()
                .filter(partition -> partition.topic().equals(kind.topic()) && isStale(partition, heard))
                .count();
    }

    private Optional<String> lag(Set<TopicPartition> owned) {
        var boundaries = evaluated.get();
        return named("verdicts are behind: ", owned, partition -> {
            if (!partition.topic().endsWith(PACKETS)) {
                return false;
            }
            return judged.stream().anyMatch(kind -> {
                Long boundary = boundaries.get(new EngineStatus.Evaluated(kind, partition.partition()));
                return boundary == null || wallClock.getAsLong() - boundary > limits.lagMs();
            });
        });
    }

    private static Optional<String> named(
            String problem, Set<TopicPartition> owned, Predicate<TopicPartition> isAffected) {
        TreeSet<String> names = owned.stream()
                .filter(isAffected)
                .map(TopicPartition::toString)
                .collect(Collectors.toCollection(TreeSet::new));
        if (names.isEmpty()) {
            return Optional.empty();
        }
        String list = names.stream().limit(MAX_NAMED).collect(Collectors.joining(", "));
        return Optional.of(
                problem + list + (names.size() > MAX_NAMED ? " and " + (names.size() - MAX_NAMED) + " more" : ""));
    }
}
