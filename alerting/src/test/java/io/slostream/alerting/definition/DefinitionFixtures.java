// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The fixture files of this package's tests, and definitions built from a few words. */
public final class DefinitionFixtures {
    public static final Path FOLDER = Path.of("src/test/resources/definitions");
    public static final Path SLOS = Path.of("../slos");

    private DefinitionFixtures() {}

    public static List<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static DefinitionText read(Path file) {
        try {
            return new DefinitionText(file.getFileName().toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A document with this ratio, objective, period and alerts, each as it stands after its key. */
    static String document(String name, String ratio, String objective, String period, String alerts) {
        return """
                apiVersion: slostream/v1
                kind: SLO
                metadata: { name: %s, owner: me }
                spec:
                  dashboard: serving
                  category: slo
                  indicator: { ratio: %s }
                  objective: %s
                  period: %s
                  alerts: %s
                """.formatted(name, ratio, objective, period, alerts);
    }

    /** The SLO of a document that must be good. */
    static SloDefinition slo(String ratio, String objective, String period, String alerts) {
        DefinitionParser.Result result =
                DefinitionParser.parse("test.yaml", document("test", ratio, objective, period, alerts));
        if (!result.errors().isEmpty()) {
            throw new AssertionError(result.errors());
        }
        return result.definitions().get(0);
    }
}
