// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import java.util.List;
import java.util.Optional;

/** Which area of a Streams program a class belongs to. */
final class ProfileArea {
    static final String OTHER = "other";

    /** In this order: the first prefix that fits decides. */
    private static final List<ProfileArea> AREAS = List.of(
            area("decode, validate", "io.slostream.schemas.wire", "io.slostream.schemas.telemetry", "org.apache.avro"),
            area("classify", "io.slostream.topology.ingest"),
            area("accumulate", "io.slostream.topology.accumulate"),
            area("window, judge, summarise", "io.slostream.topology.window", "io.slostream.topology.judge"),
            area("window, judge, summarise", "io.slostream.topology.summary", "io.slostream.alerting"),
            area(
                    "state: keys and values to bytes",
                    "io.slostream.topology.streams.OrderedBytes",
                    "io.slostream.topology.streams.Codecs",
                    "io.slostream.topology.streams.StoreState"),
            area("shells", "io.slostream.topology.streams", "io.slostream.benchmarks"),
            area("output records", "io.slostream.schemas.output"),
            area("RocksDB", "org.rocksdb", "org.apache.kafka.streams.state.internals.RocksDB"),
            area("state: cache, changelog", "org.apache.kafka.streams.state"),
            area("producer", "org.apache.kafka.clients.producer"),
            area("consumer", "org.apache.kafka.clients.consumer"),
            area("streams: queues, tasks, commits", "org.apache.kafka.streams"));

    private final String name;
    private final List<String> prefixes;

    private ProfileArea(String name, List<String> prefixes) {
        this.name = name;
        this.prefixes = prefixes;
    }

    private static ProfileArea area(String name, String... prefixes) {
        return new ProfileArea(name, List.of(prefixes));
    }

    /** The area of a class, empty for classes that serve several. */
    static Optional<String> of(String className) {
        return AREAS.stream()
                .filter(area -> area.prefixes.stream().anyMatch(className::startsWith))
                .map(area -> area.name)
                .findFirst();
    }
}
