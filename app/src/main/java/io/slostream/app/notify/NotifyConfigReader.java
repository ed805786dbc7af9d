// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.notify;

import io.slostream.alerting.yaml.Problems;
import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import io.slostream.app.UsageException;
import io.slostream.app.notify.NotifyConfig.SinkConfig;
import io.slostream.app.notify.NotifyConfig.WatchdogConfig;
import io.slostream.app.run.ConfigFile;
import io.slostream.app.run.Connections;
import io.slostream.app.run.EngineConfigReader;
import io.slostream.app.run.TopicSettings;
import io.slostream.schemas.output.OutputFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads {@code notify.yaml}. Strict, as the reader of {@code engine.yaml} is: an unknown key, a value out of range or a
 * secret in clear text is an error, and all of them are reported at once with their places.
 */
public final class NotifyConfigReader {
    private static final String API_VERSION = "slostream/v1";
    private static final String KIND = "Notify";
    private static final List<String> SPEC_KEYS = List.of(
            "bootstrap",
            "instanceId",
            "registry",
            "kafka",
            "outputFormat",
            "topics",
            "http",
            "baseUrl",
            "watchdog",
            "sinks",
            "routes");
    /** Beside an engine on the same host, which has 8080, and a registry, which has 8081. */
    private static final int DEFAULT_HTTP_PORT = 8082;

    private static final long EVERY_MS = 60_000;
    private static final long STALE_AFTER_MS = 120_000;
    private static final long HOUR_MS = 3_600_000;

    private final Path file;
    private final Problems problems;

    private NotifyConfigReader(Path file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /**
     * The configuration in this file.
     *
     * @throws UsageException when anything is wrong in it; the message lists everything
     */
    public static NotifyConfig read(Path file) {
        return ConfigFile.read(
                file, KIND, (document, problems, errors) -> new NotifyConfigReader(file, problems).document(document));
    }

    private Optional<NotifyConfig> document(YamlValue document) {
        Optional<YamlMap> root = document.map(List.of("apiVersion", "kind", "metadata", "spec"));
        if (root.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> kind = root.get().require("kind", KIND).flatMap(v -> v.oneOf(List.of(KIND)));
        root.get().require("apiVersion", API_VERSION).ifPresent(v -> v.oneOf(List.of(API_VERSION)));
        if (kind.isEmpty()) {
            // The keys of another kind of file are not worth an error each.
            return Optional.empty();
        }
        Optional<String> name = ConfigFile.name(root.get(), "pager");
        Optional<YamlMap> spec = root.get().require("spec", "{ … }").flatMap(v -> v.map(SPEC_KEYS));
        return spec.flatMap(map -> spec(map, name));
    }

    private Optional<NotifyConfig> spec(YamlMap spec, Optional<String> name) {
        Optional<String> bootstrap = spec.require("bootstrap", "localhost:9092").flatMap(EngineConfigReader::bootstrap);
        String instanceId = spec.has("instanceId")
                ? spec.get("instanceId").flatMap(EngineConfigReader::name).orElse("")
                : EngineConfigReader.hostName();
        Connections connections = new Connections(file);
        var registry = spec.get("registry").flatMap(connections::registry);
        var kafka = connections.kafka(spec.get("kafka"));
        OutputFormat format = spec.get("outputFormat")
                .flatMap(v -> v.oneOf(List.of("avro", "json")))
                .map(word -> OutputFormat.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(spec.has("registry") ? OutputFormat.AVRO : OutputFormat.JSON);
        ConfigFile.requireRegistry(spec, format == OutputFormat.AVRO);
        var topics = TopicSettings.read(spec.get("topics"));
        var http = connections.http(spec.get("http"), DEFAULT_HTTP_PORT);
        Optional<WatchdogConfig> watchdog = spec.get("watchdog").flatMap(NotifyConfigReader::watchdog);
        SinkReader sinkReader = new SinkReader(connections, baseUrl(spec), name.orElse(""));
        List<SinkConfig> sinks = spec.require("sinks", "[ { name: alertmanager, alertmanager: { urls: [ … ] } } ]")
                .map(list -> sinkReader.sinks(list, spec.get("routes")))
                .orElse(List.of());
        if (problems.count() > 0) {
            return Optional.empty();
        }
        return Optional.of(new NotifyConfig(
                name.orElseThrow(),
                bootstrap.orElseThrow(),
                instanceId,
                registry,
                kafka,
                format,
                topics,
                http,
                watchdog,
                sinks));
    }

    private static String baseUrl(YamlMap spec) {
        return spec.get("baseUrl")
                .flatMap(SinkReader::plainUrl)
                .map(url -> url.replaceFirst("/+$", ""))
                .orElse("");
    }

    private static Optional<WatchdogConfig> watchdog(YamlValue value) {
        return value.map(List.of("engine", "every", "staleAfter")).flatMap(map -> {
            Optional<String> engine = map.require("engine", "my-engine").flatMap(EngineConfigReader::name);
            long every = SinkReader.duration(map, "every", 1_000, HOUR_MS, EVERY_MS);
            long stale = SinkReader.duration(map, "staleAfter", 10_000, HOUR_MS, STALE_AFTER_MS);
            return engine.map(id -> new WatchdogConfig(id, every, stale));
        });
    }
}
