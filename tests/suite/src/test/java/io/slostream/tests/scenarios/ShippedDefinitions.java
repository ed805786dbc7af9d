// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.scenarios;

import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.TimeGrid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The SLOs that the project ships. */
final class ShippedDefinitions {
    static final Path FOLDER = Path.of("../../slos");

    private ShippedDefinitions() {}

    /** All of them, for specialists and resource classes that are discovered. */
    static EngineDefinition all() throws IOException {
        return of(files());
    }

    static EngineDefinition of(List<Path> files) throws IOException {
        List<DefinitionText> texts = new ArrayList<>();
        for (Path file : files) {
            texts.add(new DefinitionText(file.getFileName().toString(), Files.readString(file)));
        }
        return new EngineDefinition(DefinitionLoader.load(texts), Optional.empty(), TimeGrid.DEFAULT);
    }

    /** Each by the name of its file; a file holds one, which has the file's name. */
    static Map<String, SloDefinition> byFile() throws IOException {
        Map<String, SloDefinition> slos = new TreeMap<>();
        for (SloDefinition slo : all().slos().slos()) {
            slos.put(slo.name() + ".yaml", slo);
        }
        return slos;
    }

    static List<Path> files() throws IOException {
        return named(FOLDER, ".yaml");
    }

    static List<Path> named(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
