// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.slostream.alerting.yaml.Suggestions;
import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import io.slostream.app.run.EngineConfig.Topics;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.schemas.topic.TopicSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Reads {@code spec.topics}. */
public final class TopicSettings {
    private static final int MAX_PARTITIONS = 10_000;
    private static final int MAX_REPLICAS = 32;

    private TopicSettings() {}

    /** What it says, or the defaults. */
    public static Topics read(Optional<YamlValue> value) {
        Optional<YamlMap> map = value.flatMap(v -> v.map(List.of("create", "partitions", "replicationFactor")));
        boolean create =
                map.flatMap(m -> m.get("create")).flatMap(YamlValue::flag).orElse(true);
        OptionalInt replicas = map.flatMap(m -> m.get("replicationFactor"))
                .map(v -> OptionalInt.of(EngineConfigReader.whole(v, 1, MAX_REPLICAS)))
                .orElse(OptionalInt.empty());
        return new Topics(create, partitions(map.flatMap(m -> m.get("partitions"))), replicas);
    }

    private static Map<String, Integer> partitions(Optional<YamlValue> value) {
        List<String> known =
                TopicCatalog.all().stream().map(TopicSpec::name).sorted().toList();
        Map<String, Integer> partitions = new TreeMap<>();
        value.flatMap(YamlValue::map)
                .ifPresent(map -> map.entries().forEach((topic, v) -> {
                    if (!known.contains(topic)) {
                        v.error(
                                "no topic of slostream has this name",
                                Suggestions.advice(topic, "known topics", known));
                    } else if (topic.equals(TopicCatalog.DEFINITIONS.name())) {
                        v.error("has one partition, since its offsets are versions", "remove this line");
                    } else {
                        partitions.put(topic, EngineConfigReader.whole(v, 1, MAX_PARTITIONS));
                    }
                }));
        return partitions;
    }
}
