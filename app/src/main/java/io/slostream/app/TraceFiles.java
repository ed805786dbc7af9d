// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import io.slostream.simulation.Ensemble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.Map;

/** The files of {@code --trace}: public traces of requests, each as one specialist. */
public final class TraceFiles {
    private TraceFiles() {}

    /**
     * The specialists of these files.
     *
     * @param files trace of each specialist, by its name
     * @throws UsageException when a file cannot be read or is no trace
     */
    public static Ensemble ensemble(Map<String, Path> files) {
        for (Map.Entry<String, Path> file : files.entrySet()) {
            if (file.getKey().isEmpty()) {
                throw new UsageException("--trace " + file.getValue() + ": write NAME=FILE");
            }
            if (!Files.isRegularFile(file.getValue()) || !Files.isReadable(file.getValue())) {
                throw new UsageException(
                        file.getValue() + ": there is no such readable file; --trace takes files of the"
                                + " Azure LLM inference trace 2023");
            }
        }
        try {
            return Ensemble.ofTraces(files);
        } catch (IOException e) {
            throw new UsageException("--trace: " + e.getMessage(), e);
        } catch (DateTimeException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new UsageException(
                    "--trace: a line is none of the Azure LLM inference trace 2023: " + e.getMessage(), e);
        }
    }
}
