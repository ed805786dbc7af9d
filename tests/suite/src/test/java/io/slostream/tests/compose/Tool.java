// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A program of Debian's that reads a file as its container would; skipped loudly where it is not installed. */
record Tool(String name, String debianPackage) {
    static final Tool DOCKER_COMPOSE = new Tool("docker-compose", "docker-compose");
    static final Tool PROMTOOL = new Tool("promtool", "prometheus");
    static final Tool AMTOOL = new Tool("amtool", "prometheus-alertmanager");

    /** What it says and its exit code. */
    Result run(String... arguments) throws IOException, InterruptedException {
        requireInstalled();
        List<String> command = new ArrayList<>(List.of(name));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // What the developer has set for a stack of their own.
        builder.environment().keySet().removeIf(variable -> variable.matches("(SLOSTREAM|COMPOSE)_.*"));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), said);
    }

    private void requireInstalled() {
        boolean isInstalled = Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
        String missing = name + " is not installed: apt-get install " + debianPackage;
        assertThat(isInstalled || System.getenv("CI") == null).as(missing).isTrue();
        assumeTrue(isInstalled, missing);
    }

    record Result(int code, String said) {}
}
