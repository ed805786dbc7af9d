// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.TimeGrid;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The definitions that everything here is measured with: seven SLOs that never change, so that figures compare. */
final class FixedSlos {
    private static final String RESOURCE = "fixed-slos.yaml";

    private FixedSlos() {}

    /** The set with specialists that are discovered. */
    static EngineDefinition discovering() {
        DefinitionText text = new DefinitionText(RESOURCE, text());
        return new EngineDefinition(DefinitionLoader.load(List.of(text)), Optional.empty(), TimeGrid.DEFAULT);
    }

    /** Writes them into a directory, for an engine of its own to read. */
    static Path writeTo(Path directory) throws IOException {
        return Files.writeString(directory.resolve(RESOURCE), text());
    }

    private static String text() {
        try (InputStream in = FixedSlos.class.getResourceAsStream("/" + RESOURCE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
