// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import io.slostream.app.run.EngineConfig.Profile;
import io.slostream.topology.streams.EngineProperties;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The rivals of the engine: Kafka Streams programs that do nothing, with the engine's own properties (exactly once,
 * commit interval, consumer and producer). <i>Pass-through</i>: bytes from the telemetry topics, a processor that
 * forwards, one sink topic. <i>Read-only</i>: a processor that forwards nothing, so it writes offsets alone.
 */
final class NoOpStreams {
    /** The argument that stands for no sink topic. */
    static final String NO_SINK = "-";

    private static final Serde<byte[]> BYTES = Serdes.ByteArray();
    private static final long CLOSE_LIMIT_SECONDS = 30;

    private NoOpStreams() {}

    /**
     * Runs until SIGTERM; says {@code -> RUNNING} on stderr as the engine does.
     *
     * @param args bootstrap, application id, state directory, threads, sink topic or {@code -}
     */
    public static void main(String[] args) throws InterruptedException {
        Properties properties = new EngineProperties(
                        args[1],
                        args[0],
                        args[2],
                        "one",
                        Integer.parseInt(args[3]),
                        Profile.DEFAULT.commitIntervalMs(),
                        Map.of())
                .toProperties();
        KafkaStreams streams = new KafkaStreams(topology(properties, args[4]), properties);
        streams.setStateListener((now, before) -> System.err.println(before + " -> " + now));
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.countDown();
            try {
                stopped.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        streams.start();
        stop.await();
        streams.close(CloseOptions.timeout(Duration.ofSeconds(CLOSE_LIMIT_SECONDS)));
        stopped.countDown();
    }

    private static Topology topology(Properties properties, String sink) {
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(properties)));
        KStream<byte[], byte[]> records = builder.stream(
                List.copyOf(EngineFile.TOPICS),
                Consumed.with(BYTES, BYTES).withName("source").withOffsetResetPolicy(AutoOffsetReset.earliest()));
        boolean forwards = !sink.equals(NO_SINK);
        KStream<byte[], byte[]> processed = records.process(() -> new NoOp(forwards), Named.as("no-op"));
        if (forwards) {
            processed.to(sink, Produced.with(BYTES, BYTES).withName("sink"));
        }
        return builder.build();
    }

    private static final class NoOp extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
        private final boolean forwards;

        NoOp(boolean forwards) {
            this.forwards = forwards;
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            if (forwards) {
                context().forward(record);
            }
        }
    }
}
