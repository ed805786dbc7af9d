// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Looks at the files of {@code --input} before anything is read from them. */
final class InputFiles {
    private static final byte[] GZIP = {0x1f, (byte) 0x8b};

    private InputFiles() {}

    /**
     * Refuses what cannot be read, and says a word about what will be nothing but dead letters. Pipes are fine.
     *
     * @throws UsageException when a path cannot be read as a file; it lists every such path
     */
    static void require(List<Path> inputs, PrintWriter err) throws IOException {
        List<String> faults = new ArrayList<>();
        inputs.stream().map(InputFiles::fault).filter(Objects::nonNull).forEach(faults::add);
        Set<Path> seen = new HashSet<>();
        for (Path input : inputs) {
            if (Files.isRegularFile(input) && !seen.add(input.toRealPath())) {
                faults.add(input + ": is named twice; its events would be counted twice");
            }
        }
        if (!faults.isEmpty()) {
            throw new UsageException(String.join(System.lineSeparator(), faults));
        }
        for (Path input : inputs) {
            if (Files.isRegularFile(input) && isGzip(input)) {
                err.println(input + ": is compressed; use --input <(zcat " + input + ")");
            }
        }
    }

    private static String fault(Path input) {
        if (Files.isDirectory(input)) {
            return input + ": is a folder; --input takes NDJSON files";
        }
        if (!Files.exists(input)) {
            return input + ": there is no such file; --input takes NDJSON files";
        }
        return Files.isReadable(input) ? null : input + ": may not be read";
    }

    private static boolean isGzip(Path input) throws IOException {
        try (InputStream in = Files.newInputStream(input)) {
            return Arrays.equals(in.readNBytes(GZIP.length), GZIP);
        }
    }
}
