// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ./slostream} in a folder like a fresh clone, with a Maven that fails. */
class StartScriptTest {
    private static final Path SCRIPT = Path.of("../../slostream");

    @TempDir
    private Path clone;

    @Test
    void shouldSayWhatItDoesWithinEightyColumns() throws Exception {
        Path script = Files.copy(SCRIPT, clone.resolve("slostream"));
        Path maven = Files.createDirectory(clone.resolve("bin")).resolve("mvn");
        Files.writeString(maven, "#!/bin/sh\necho no network; exit 1\n");
        assertThat(maven.toFile().setExecutable(true)).isTrue();
        ProcessBuilder builder = new ProcessBuilder("bash", script.toString(), "demo");
        builder.environment().merge("PATH", maven.getParent().toString(), (path, ours) -> ours + ":" + path);

        Process process = builder.start();
        List<String> said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(said)
                .containsExactly(
                        "slostream: building once, which takes about a minute (first run) ...",
                        "no network",
                        "slostream: the build failed; the messages above say why");
    }
}
