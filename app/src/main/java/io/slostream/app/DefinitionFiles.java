// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import io.slostream.alerting.definition.DefinitionText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads SLO definition files and folders of them. */
final class DefinitionFiles {
    private DefinitionFiles() {}

    /**
     * The texts of these files; a folder stands for the YAML and JSON files in it and below, in name order.
     *
     * @throws UsageException when a path is missing or unreadable, or a folder holds no definition file
     */
    static List<DefinitionText> read(List<Path> paths) {
        List<DefinitionText> texts = new ArrayList<>();
        for (Path path : paths) {
            for (Path file : filesOf(path)) {
                try {
                    texts.add(new DefinitionText(file.toString(), Files.readString(file)));
                } catch (IOException e) {
                    throw new UsageException(file + ": cannot be read as UTF-8 text: " + e, e);
                }
            }
        }
        return texts;
    }

    private static List<Path> filesOf(Path path) {
        if (!Files.isDirectory(path)) {
            if (!Files.exists(path)) {
                throw new UsageException(path + ": there is no such file or folder");
            }
            return List.of(path);
        }
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> found = files.filter(Files::isRegularFile)
                    .filter(DefinitionFiles::isDefinition)
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new UsageException(path + ": the folder holds no .yaml, .yml or .json file");
            }
            return found;
        } catch (IOException e) {
            throw new UsageException(path + ": cannot be listed: " + e, e);
        }
    }

    private static boolean isDefinition(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
    }
}
