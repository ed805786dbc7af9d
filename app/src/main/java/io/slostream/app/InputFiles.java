// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import io.slostream.app.replay.InputStreams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Looks at the files of {@code --input} before anything is read from them. */
final class InputFiles {
    private InputFiles() {}

    /**
     * Refuses what cannot be read. Pipes are fine, and so is {@code -} for stdin.
     *
     * @throws UsageException when a path cannot be read as a file; it lists every such path
     */
    static void require(List<Path> inputs) throws IOException {
        List<String> faults = new ArrayList<>();
        inputs.stream().map(InputFiles::fault).filter(Objects::nonNull).forEach(faults::add);
        Set<Path> seen = new HashSet<>();
        for (Path input : inputs) {
            if (input.equals(InputStreams.STDIN) || Files.isRegularFile(input)) {
                if (!seen.add(input.equals(InputStreams.STDIN) ? input : input.toRealPath())) {
                    faults.add(input + ": is named twice; its events would be counted twice");
                }
            }
        }
        if (!faults.isEmpty()) {
            throw new UsageException(String.join(System.lineSeparator(), faults));
        }
    }

    private static String fault(Path input) {
        if (input.equals(InputStreams.STDIN)) {
            return null;
        }
        if (Files.isDirectory(input)) {
            return input + ": is a folder; --input takes NDJSON files";
        }
        if (!Files.exists(input)) {
            return input + ": there is no such file; --input takes NDJSON files";
        }
        return Files.isReadable(input) ? null : input + ": may not be read";
    }
}
