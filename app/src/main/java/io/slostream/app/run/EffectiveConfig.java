// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.slostream.alerting.definition.Durations;
import io.slostream.alerting.definition.SloDefinition;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** The configuration as a log shows it: every key with the value in force, secrets as references or redacted. */
final class EffectiveConfig {
    private EffectiveConfig() {}

    static String text(EngineConfig config) {
        StringJoiner lines = new StringJoiner("\n  ", "effective configuration:\n  ", "");
        lines.add("name: " + config.name());
        lines.add("bootstrap: " + config.bootstrap());
        lines.add("applicationId: " + config.applicationId());
        lines.add("instanceId: " + config.instanceId());
        lines.add("threads: " + config.threads());
        lines.add("stateDir: " + config.stateDir());
        lines.add("registry: "
                + config.registry()
                        .map(r -> String.join(",", r.urls()) + " " + properties(r.properties()))
                        .orElse("none"));
        lines.add("kafka: " + properties(config.kafka()));
        lines.add("slos: "
                + config.definitions().slos().stream().map(SloDefinition::name).toList());
        lines.add("specialists: " + config.specialists());
        lines.add("resourceClasses: " + config.resourceClasses());
        lines.add("profile: " + word(config.profile()));
        lines.add("evaluationInterval: " + Durations.format(config.evaluationIntervalMs()));
        lines.add("outputFormat: " + word(config.outputFormat()));
        lines.add("verdictPartitions: " + config.verdictPartitions());
        lines.add("http: " + config.http().host() + ":" + config.http().port() + ", names "
                + config.http().names() + ", token "
                + config.http()
                        .token()
                        .map(token -> Secrets.redacted("token", token))
                        .orElse("none")
                + (config.http().projectNames() ? ", with project names" : ""));
        lines.add("topics: create " + config.topics().create() + ", partitions "
                + config.topics().partitions() + ", replicationFactor "
                + (config.topics().replicationFactor().isPresent()
                        ? config.topics().replicationFactor().getAsInt()
                        : "the broker's default"));
        lines.add("trustProducerTime: " + config.trustProducerTime());
        lines.add("restarts: budget " + config.restartBudget() + " an hour");
        return lines.toString();
    }

    private static String properties(Map<String, String> properties) {
        StringJoiner text = new StringJoiner(", ", "{", "}");
        properties.forEach((key, value) -> text.add(key + "=" + Secrets.redacted(key, value)));
        return text.toString();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
