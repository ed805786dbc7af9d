// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import io.slostream.alerting.definition.DefinitionText;
import java.nio.file.Path;
import java.util.List;

/** Reads SLO definition files and folders of them for commands that need them all. */
final class DefinitionFiles {
    private DefinitionFiles() {}

    /**
     * The texts of these files; a folder stands for the YAML and JSON files in it and below, in path order.
     *
     * @throws UsageException when a path is missing or unreadable, or a folder holds no definition file; it lists every
     *     such path
     */
    static List<DefinitionText> read(List<Path> paths) {
        DefinitionSources sources = DefinitionSources.read(paths);
        if (!sources.errors().isEmpty()) {
            throw new UsageException(String.join(System.lineSeparator(), sources.errors()));
        }
        return sources.texts();
    }
}
