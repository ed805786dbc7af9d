// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.notify;

import io.slostream.alerting.yaml.FileError;
import io.slostream.alerting.yaml.Problems;
import io.slostream.alerting.yaml.Problems.SourcePlace;
import io.slostream.alerting.yaml.YamlDocuments;
import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import io.slostream.app.DefinitionSources;
import io.slostream.app.UsageException;
import io.slostream.app.notify.NotifyConfig.SinkConfig;
import io.slostream.app.notify.NotifyConfig.WatchdogConfig;
import io.slostream.app.run.Connections;
import io.slostream.app.run.EngineConfigReader;
import io.slostream.app.run.TopicSettings;
import io.slostream.schemas.output.OutputFormat;
import java.nio.file.Path;
import java.util.ArrayList;
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
            "baseUrl",
            "watchdog",
            "sinks",
            "routes");
    private static final long EVERY_MS = 60_000;
    private static final long STALE_AFTER_MS = 120_000;
    private static final long HOUR_MS = 3_600_000;

    private final Path file;
    private final Problems problems;

    private NotifyConfigReader(Path file) {
        this.file = file;
        this.problems = new Problems(file.toString());
    }

    /**
     * The configuration in this file.
     *
     * @throws UsageException when anything is wrong in it; the message lists everything
     */
    public static NotifyConfig read(Path file) {
        return new NotifyConfigReader(file).read();
    }

    private NotifyConfig read() {
        DefinitionSources source = DefinitionSources.read(List.of(file));
        List<String> errors = new ArrayList<>(source.errors());
        Optional<NotifyConfig> config = Optional.empty();
        if (errors.isEmpty()) {
            List<YamlValue> documents = YamlDocuments.read(source.texts().get(0).text(), problems);
            if (documents.size() == 1) {
                config = document(documents.get(0));
            } else if (problems.count() == 0) {
                problems.add(
                        SourcePlace.START,
                        "",
                        "the file holds " + documents.size() + " documents",
                        "write one document with kind: " + KIND);
            }
        }
        problems.inOrder().stream().map(FileError::toString).forEach(errors::add);
        if (!errors.isEmpty()) {
            throw new UsageException(String.join(System.lineSeparator(), errors));
        }
        return config.orElseThrow();
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
        Optional<String> name = root.get()
                .require("metadata", "{ name: pager }")
                .flatMap(v -> v.map(List.of("name")))
                .flatMap(m -> m.require("name", "pager"))
                .flatMap(EngineConfigReader::name);
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
        if (format == OutputFormat.AVRO && !spec.has("registry")) {
            spec.get("outputFormat")
                    .orElse(spec.self())
                    .error(
                            "outputFormat avro needs a schema registry",
                            "add registry: { url: http://localhost:8081 }, or write outputFormat: json");
        }
        var topics = TopicSettings.read(spec.get("topics"));
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
