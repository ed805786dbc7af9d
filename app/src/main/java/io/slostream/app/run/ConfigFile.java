// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.slostream.alerting.yaml.FileError;
import io.slostream.alerting.yaml.Problems;
import io.slostream.alerting.yaml.Problems.SourcePlace;
import io.slostream.alerting.yaml.YamlDocuments;
import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import io.slostream.app.DefinitionSources;
import io.slostream.app.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A file that configures one thing: one document, whose errors are all told at once. */
public final class ConfigFile {
    private ConfigFile() {}

    /** What turns a document into what it configures. */
    @FunctionalInterface
    public interface Parser<T> {
        /**
         * What the document says; empty when there are problems or errors.
         *
         * @param problems gets those of the file itself
         * @param errors gets those of files that it names
         */
        Optional<T> parse(YamlValue document, Problems problems, List<String> errors);
    }

    /**
     * What the file configures.
     *
     * @param kind of the document that it must hold
     * @throws UsageException when anything is wrong; the message lists everything
     */
    public static <T> T read(Path file, String kind, Parser<T> parser) {
        Problems problems = new Problems(file.toString());
        DefinitionSources source = DefinitionSources.read(List.of(file));
        List<String> errors = new ArrayList<>(source.errors());
        Optional<T> config = Optional.empty();
        if (errors.isEmpty()) {
            List<YamlValue> documents = YamlDocuments.read(source.texts().get(0).text(), problems);
            if (documents.size() == 1) {
                config = parser.parse(documents.get(0), problems, errors);
            } else if (problems.count() == 0) {
                problems.add(
                        SourcePlace.START,
                        "",
                        "the file holds " + documents.size() + " documents",
                        "write one document with kind: " + kind);
            }
        }
        List<String> all = new ArrayList<>(
                problems.inOrder().stream().map(FileError::toString).toList());
        all.addAll(errors);
        if (!all.isEmpty()) {
            throw new UsageException(String.join(System.lineSeparator(), all));
        }
        return config.orElseThrow();
    }

    /** {@code metadata.name}. */
    public static Optional<String> name(YamlMap root, String example) {
        return root.require("metadata", "{ name: " + example + " }")
                .flatMap(v -> v.map(List.of("name")))
                .flatMap(m -> m.require("name", example))
                .flatMap(EngineConfigReader::name);
    }

    /** Avro needs a registry. */
    public static void requireRegistry(YamlMap spec, boolean avro) {
        if (avro && !spec.has("registry")) {
            spec.get("outputFormat")
                    .orElse(spec.self())
                    .error(
                            "outputFormat avro needs a schema registry",
                            "add registry: { url: http://localhost:8081 }, or write outputFormat: json");
        }
    }
}
