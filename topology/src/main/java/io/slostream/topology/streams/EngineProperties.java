// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import java.util.HashMap;
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

    /** Properties for {@code KafkaStreams} and for {@link EngineTopology#build}. */
    public Properties toProperties() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitIntervalMs);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
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

    /** The overrides that would break a promise, empty when there are none. */
    public static Map<String, String> forbidden(Map<String, String> overrides) {
        Map<String, String> forbidden = new HashMap<>(overrides);
        forbidden
                .keySet()
                .retainAll(Set.of(
                        StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                        StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG,
                        StreamsConfig.APPLICATION_ID_CONFIG,
                        StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                        StreamsConfig.STATE_DIR_CONFIG,
                        StreamsConfig.NUM_STREAM_THREADS_CONFIG));
        return forbidden;
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
