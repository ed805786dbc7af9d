// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.generated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A program of Debian's that reads what was generated; a newcomer without it gets a message, the gate a failure. */
final class Tool {
    private static final long TIMEOUT_MINUTES = 2;

    private final String name;

    private Tool(String name) {
        this.name = name;
    }

    static Tool needed(String name) {
        boolean found = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
        if (!found && System.getenv("CI") != null) {
            fail(name + " is missing; .ci/run installs it");
        }
        Assumptions.assumeTrue(
                found, "SKIPPED: " + name + " is not on the path (Debian: prometheus, prometheus-alertmanager)");
        return new Tool(name);
    }

    /** What it prints; it must be content. */
    String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(name));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(command + "\n" + output).isZero();
        return output;
    }
}
