// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.TimeGrid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The definitions in the repository's {@code slos} folder, found from any folder below the repository's root. */
final class ShippedSlos {
    private ShippedSlos() {}

    /** The set with specialists that are discovered. */
    static EngineDefinition discovering() {
        return new EngineDefinition(load(), Optional.empty(), TimeGrid.DEFAULT);
    }

    /** The set with declared specialists. */
    static EngineDefinition declaring(Set<String> specialists) {
        return new EngineDefinition(load(), Optional.of(specialists), TimeGrid.DEFAULT);
    }

    private static DefinitionSet load() {
        List<DefinitionText> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder())) {
            for (Path file : files.sorted().toList()) {
                texts.add(new DefinitionText(file.toString(), Files.readString(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return DefinitionLoader.load(texts);
    }

    /** The folder itself. */
    static Path folder() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("slos"))) {
                return at.resolve("slos");
            }
        }
        throw new IllegalStateException("run this inside the repository: it reads the folder slos");
    }
}
