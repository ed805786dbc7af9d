// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.Options;

/**
 * The Kafka Streams properties that the engine's promises rest on, and those that suit it.
 *
 * @param applicationId application id; prefix of internal topics and of transactional ids
 * @param bootstrap bootstrap servers
 * @param stateDir directory of the state; must survive a restart, or the dead transaction is waited out
 * @param instanceId static member id, so that a quick restart is no rebalance
 * @param threads stream threads
 * @param commitIntervalMs commit interval; closed boundaries and alerts are committed at once anyway
 * @param overrides properties of the user, mostly security; they may not touch the promises
 */
public record EngineProperties(
        String applicationId,
        String bootstrap,
        String stateDir,
        String instanceId,
        int threads,
        long commitIntervalMs,
        Map<String, String> overrides) {
    private static final long CACHE_BYTES = 64L << 20;
    private static final long NEVER_IDLE_MS = -1;
    /** How long the partitions of an instance that was lost stand still; a quick restart of it is no loss. */
    private static final int SESSION_TIMEOUT_MS = 15_000;

    /** What is decided by the other components, or on which a promise rests. */
    private static final Set<String> FIXED = Set.of(
            StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
            StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG,
            StreamsConfig.APPLICATION_ID_CONFIG,
            StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
            StreamsConfig.STATE_DIR_CONFIG,
            StreamsConfig.NUM_STREAM_THREADS_CONFIG);

    /** Whatever the prefix: an engine that reads uncommitted records, or skips any by itself, keeps no promise. */
    private static final Set<String> FIXED_UNDER_ANY_PREFIX = Set.of(
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            ConsumerConfig.GROUP_ID_CONFIG,
            ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
            ConsumerConfig.GROUP_PROTOCOL_CONFIG,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG,
            StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
            StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG,
            "enable.transactional.statestores");

    /**
     * Checks the overrides.
     *
     * @throws IllegalArgumentException when one {@linkplain #isFixed may not} be set
     */
    public EngineProperties {
        overrides = Map.copyOf(overrides);
        overrides.keySet().stream()
                .filter(EngineProperties::isFixed)
                .findFirst()
                .ifPresent(property -> {
                    throw new IllegalArgumentException(
                            property + " is decided by the engine, whose promises rest on it");
                });
    }

    /** Properties for {@code KafkaStreams} and for {@link EngineTopology#build}. */
    public Properties toProperties() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitIntervalMs);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
        // Each source partition has a clock of its own, so none waits for another's records to come in order of time.
        properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, NEVER_IDLE_MS);
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SmallStores.class);
        properties.putAll(overrides);
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir);
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instanceId);
        return properties;
    }

    /** Whether an override would break a promise, or contradict another component. */
    public static boolean isFixed(String property) {
        return FIXED.contains(property)
                || FIXED_UNDER_ANY_PREFIX.stream()
                        .anyMatch(fixed -> property.equals(fixed) || property.endsWith("." + fixed));
    }

    /** Rings change little: what is not flushed is restored after a kill, so little is kept back. */
    public static final class SmallStores implements RocksDBConfigSetter {
        private static final long WRITE_BUFFER_BYTES = 1 << 20;

        @Override
        public void setConfig(String storeName, Options options, Map<String, Object> configs) {
            options.setWriteBufferSize(WRITE_BUFFER_BYTES);
        }

        @Override
        public void close(String storeName, Options options) {}
    }
}
