// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.schemas.output.OutputFormat;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.TimeGrid;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What {@code engine.yaml} says, defaults filled in. The module's README lists every key with unit, default and what a
 * change of it asks for.
 *
 * @param name engine id; stands in control records
 * @param bootstrap bootstrap servers
 * @param applicationId application id: consumer group, prefix of internal topics and of transactional ids
 * @param instanceId static member id, unique among the instances of one application id
 * @param threads stream threads, 1 or more
 * @param stateDir directory of state and schema cache; must survive a restart
 * @param registry schema registry, empty where everything is JSON
 * @param kafka properties for every Kafka client, as written: secrets stand as references
 * @param definitions the SLOs
 * @param specialists declared specialists; all others fold into one group
 * @param resourceClasses declared accelerator and pool classes, likewise; possibly none
 * @param profile time grid and commit interval
 * @param evaluationIntervalMs distance between verdicts, a multiple of the profile's pane
 * @param outputFormat how output records are written
 * @param verdictPartitions partitions of the internal topic
 * @param http where health, metrics and the page are served
 * @param topics how topics are made
 * @param trustProducerTime accept telemetry topics whose timestamps producers set
 * @param restartBudget how many stream threads may be replaced within an hour
 */
public record EngineConfig(
        String name,
        String bootstrap,
        String applicationId,
        String instanceId,
        int threads,
        Path stateDir,
        Optional<Registry> registry,
        Map<String, String> kafka,
        DefinitionSet definitions,
        Set<String> specialists,
        Set<String> resourceClasses,
        Profile profile,
        long evaluationIntervalMs,
        OutputFormat outputFormat,
        int verdictPartitions,
        Http http,
        Topics topics,
        boolean trustProducerTime,
        int restartBudget) {

    public EngineConfig {
        kafka = new TreeMap<>(kafka);
        specialists = new TreeSet<>(specialists);
        resourceClasses = new TreeSet<>(resourceClasses);
    }

    /** The same with another distance between verdicts. */
    public EngineConfig withEvaluationInterval(long intervalMs) {
        return new EngineConfig(
                name,
                bootstrap,
                applicationId,
                instanceId,
                threads,
                stateDir,
                registry,
                kafka,
                definitions,
                specialists,
                resourceClasses,
                profile,
                intervalMs,
                outputFormat,
                verdictPartitions,
                http,
                topics,
                trustProducerTime,
                restartBudget);
    }

    /** What decides verdicts. */
    public EngineDefinition definition() {
        return new EngineDefinition(
                definitions,
                Optional.of(specialists),
                Optional.of(resourceClasses),
                profile.grid().withEvaluationInterval(evaluationIntervalMs));
    }

    /** Time grids on offer. */
    public enum Profile {
        /** Pane 5 s, grace 10 s, commit every second. */
        DEFAULT(TimeGrid.DEFAULT, 1_000),
        /** Pane 1 s, grace 2 s, commit every 100 ms: verdicts sooner, for more work. */
        FAST(TimeGrid.FAST, 100);

        // TimeGrid holds a list; it is an unmodifiable copy.
        @SuppressWarnings("ImmutableEnumChecker")
        private final TimeGrid grid;

        private final long commitIntervalMs;

        Profile(TimeGrid grid, long commitIntervalMs) {
            this.grid = grid;
            this.commitIntervalMs = commitIntervalMs;
        }

        /** Pane, grace and levels. */
        public TimeGrid grid() {
            return grid;
        }

        /** Milliseconds between commits while nothing else asks for one. */
        public long commitIntervalMs() {
            return commitIntervalMs;
        }
    }

    /**
     * A schema registry.
     *
     * @param urls base URLs, tried in turn
     * @param properties settings of its client, as written: secrets stand as references
     */
    public record Registry(List<String> urls, Map<String, String> properties) {
        public Registry {
            urls = List.copyOf(urls);
            properties = new TreeMap<>(properties);
        }
    }

    /**
     * Where health, metrics and the page are served.
     *
     * @param host address to bind to
     * @param port 0 for any free one
     * @param names further names under which this is reached, for example behind a proxy
     * @param token what readers of data must send, as written: a reference; empty: everybody may read
     * @param projectNames whether outcomes are served under their own names too
     */
    public record Http(String host, int port, List<String> names, Optional<String> token, boolean projectNames) {
        public Http {
            names = List.copyOf(names);
        }

        /** For everybody who reaches the address, without names of outcomes. */
        public Http(String host, int port) {
            this(host, port, List.of(), Optional.empty(), false);
        }
    }

    /**
     * How topics are made.
     *
     * @param create whether missing ones are created
     * @param partitions by topic name, where it shall not be the catalogue's number
     * @param replicationFactor of new topics, the broker's default when empty
     */
    public record Topics(boolean create, Map<String, Integer> partitions, OptionalInt replicationFactor) {
        public Topics {
            partitions = new TreeMap<>(partitions);
        }
    }
}
