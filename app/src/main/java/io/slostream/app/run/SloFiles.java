// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.alerting.definition.InvalidSloDefinitionException;
import io.slostream.alerting.yaml.FileError;
import io.slostream.alerting.yaml.YamlValue;
import io.slostream.app.DefinitionSources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Reads {@code spec.slos}: the list, and the files that it names. */
final class SloFiles {
    private SloFiles() {}

    /**
     * The SLOs in these files.
     *
     * @param file paths are relative to it
     * @param errors receives what is wrong in the files themselves, with their own places
     */
    static Optional<DefinitionSet> read(YamlValue value, Path file, List<String> errors) {
        Optional<List<YamlValue>> entries = value.list(1_000);
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        if (entries.get().isEmpty()) {
            value.error("names no SLO file", "name a file or a folder of definitions");
            return Optional.empty();
        }
        List<DefinitionText> texts = new ArrayList<>();
        for (YamlValue entry : entries.get()) {
            entry.text().ifPresent(name -> {
                Path path = file.resolveSibling(name).normalize();
                DefinitionSources read = DefinitionSources.read(List.of(path));
                read.errors().forEach(error -> entry.error(error.replace("; ", ", "), "correct the path or the file"));
                texts.addAll(read.texts());
            });
        }
        if (texts.isEmpty()) {
            return Optional.empty();
        }
        try {
            // A file below two of the folders named is one file.
            return Optional.of(DefinitionLoader.load(List.copyOf(new LinkedHashSet<>(texts))));
        } catch (InvalidSloDefinitionException e) {
            e.errors().stream().map(FileError::toString).forEach(errors::add);
            return Optional.empty();
        }
    }
}
