// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.scenarios;

import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.TimeGrid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The SLOs that the project ships. */
final class ShippedDefinitions {
    private static final Path FOLDER = Path.of("../../slos");

    private ShippedDefinitions() {}

    static EngineDefinition all() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return of(files.sorted().toList());
        }
    }

    static EngineDefinition of(List<Path> files) throws IOException {
        List<DefinitionText> texts = new ArrayList<>();
        for (Path file : files) {
            texts.add(new DefinitionText(file.getFileName().toString(), Files.readString(file)));
        }
        return new EngineDefinition(DefinitionLoader.load(texts), Optional.empty(), TimeGrid.DEFAULT);
    }
}
