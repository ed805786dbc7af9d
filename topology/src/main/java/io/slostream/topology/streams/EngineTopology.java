// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.schemas.topic.TopicSpec;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * Telemetry in; alerts, transitions, summaries and dead letters out. One line per arrow of the README's picture.
 *
 * <p>Two sub-topologies, cut at the internal topic {@code packets}: stage 1 keeps the partitions of the source topics,
 * stage 2 owns the series. Every node, store and internal topic has an explicit name; an unnamed one would be numbered
 * by position and lose its state at the next edit.
 */
public final class EngineTopology {
    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    private final EngineSettings settings;
    private final EngineStatus status;

    /** The topology of these settings; its tasks report to this status. */
    public EngineTopology(EngineSettings settings, EngineStatus status) {
        this.settings = settings;
        this.status = status;
    }

    /**
     * Builds the topology.
     *
     * @param config the properties that Kafka Streams will run with; the builder needs them to refuse unnamed resources
     */
    public Topology build(Properties config) {
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(config)));

        KStream<byte[], byte[]> telemetry = telemetry(builder); //  telemetry-source
        KStream<byte[], Counted> counted = count(telemetry); //     accumulate-counts: open-counts, source-rows
        writeTicks(counted); //                                     -> the same telemetry partition
        writeDeadLetters(counted); //                               -> slo.dead-letters.v1
        KStream<byte[], byte[]> packets = shuffle(counted); //      packets
        KStream<byte[], Judged> judged =
                judge(packets); //         judge-series: waiting-partials, ring-blocks, alert-states
        write(judged, "alerts", TopicCatalog.ALERTS); //            -> slo.alerts.v1
        write(judged, "transitions", TopicCatalog.TRANSITIONS); //  -> slo.transitions.v1
        write(judged, "summaries", TopicCatalog.SUMMARIES); //      -> slo.summaries.v1
        write(judged, "panes", TopicCatalog.PANES); //              -> slo.panes.v1
        return builder.build();
    }

    private KStream<byte[], byte[]> telemetry(StreamsBuilder builder) {
        List<String> topics = settings.partitions().keySet().stream()
                .map(TelemetryKind::topic)
                .toList();
        return builder.stream(
                topics,
                Consumed.with(BYTES, BYTES)
                        .withName("telemetry-source")
                        .withTimestampExtractor(new ArrivalTimestampExtractor())
                        // Offsets are written before the first start; lost ones must stop the engine, not be skipped.
                        .withOffsetResetPolicy(AutoOffsetReset.none()));
    }

    private KStream<byte[], Counted> count(KStream<byte[], byte[]> telemetry) {
        return telemetry.process(CountProcessor.supplier(settings, status), Named.as("accumulate-counts"));
    }

    private static void writeTicks(KStream<byte[], Counted> counted) {
        Serde<Counted.Tick> noValue = Serdes.serdeFrom((topic, tick) -> null, (topic, bytes) -> null);
        counted.flatMapValues(
                        value -> value instanceof Counted.Tick tick ? List.of(tick) : List.of(), Named.as("ticks-only"))
                .to(
                        new SourceTopic(),
                        Produced.with(BYTES, noValue)
                                .withName("ticks-sink")
                                .withStreamPartitioner(new ToPartition<>((key, tick) -> tick.partition())));
    }

    private static void writeDeadLetters(KStream<byte[], Counted> counted) {
        counted.flatMapValues(
                        value -> value instanceof Counted.ToDeadLetters letter ? List.of(letter.value()) : List.of(),
                        Named.as("dead-letters-only"))
                .to(
                        TopicCatalog.DEAD_LETTERS.name(),
                        Produced.with(BYTES, BYTES).withName("dead-letters-sink"));
    }

    private KStream<byte[], byte[]> shuffle(KStream<byte[], Counted> counted) {
        return counted.flatMapValues(
                        value -> value instanceof Counted.ToVerdicts packet ? List.of(packet.value()) : List.of(),
                        Named.as("packets-only"))
                .repartition(Repartitioned.<byte[], byte[]>as("packets")
                        .withKeySerde(BYTES)
                        .withValueSerde(BYTES)
                        .withNumberOfPartitions(settings.verdictPartitions())
                        .withStreamPartitioner(new ToPartition<>((key, value) -> PacketCodec.partition(key))));
    }

    private KStream<byte[], Judged> judge(KStream<byte[], byte[]> packets) {
        return packets.process(JudgeProcessor.supplier(settings, status), Named.as("judge-series"));
    }

    private static void write(KStream<byte[], Judged> judged, String name, TopicSpec topic) {
        judged.flatMapValues(
                        // A list of one that may hold null: without a value a key leaves the compacted topic.
                        value -> value.topic().equals(topic) ? Collections.singletonList(value.value()) : List.of(),
                        Named.as(name + "-only"))
                .to(topic.name(), Produced.with(BYTES, BYTES).withName(name + "-sink"));
    }
}
