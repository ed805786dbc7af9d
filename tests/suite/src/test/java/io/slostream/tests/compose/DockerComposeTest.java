// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * docker-compose.yml as docker-compose reads it: against the JSON Schema of the compose specification, which comes with it,
 * merges and variables resolved. It needs no container engine for that.
 */
class DockerComposeTest {
    @TempDir
    private Path directory;

    @Test
    void shouldBeAccepted() throws Exception {
        Tool.Result result = config(Stack.shipped());

        assertThat(result.code()).as(result.said()).isZero();
        assertThat(result.said())
                .contains("--incident=canary:math@3m+15m", "127.0.0.1:8080:8080/tcp")
                .doesNotContain("WARNING");
    }

    @ParameterizedTest
    @CsvSource({
        "mem_limit:, memlimit:, memlimit",
        "condition: service_healthy, condition: service_well, service_well",
        "read_only: true, read_only: often, read_only",
        "engine-state:/state, state:/state, state",
        "registry: { condition, schemas: { condition, schemas",
        "${SLOSTREAM_INCIDENT:-, ${SLOSTREAM_INCIDENT:, SLOSTREAM_INCIDENT",
    })
    void shouldBeRefusedWithTheWordWhenBroken(String text, String replacement, String word) throws Exception {
        Tool.Result result = config(Stack.shipped().with(Stack.COMPOSE, text, replacement));

        assertThat(result.code()).as(result.said()).isNotZero();
        assertThat(result.said()).contains(word);
    }

    private Tool.Result config(Stack stack) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve(Stack.COMPOSE), stack.text(Stack.COMPOSE));
        return Tool.DOCKER_COMPOSE.run(
                "--project-directory", Stack.ROOT.toString(), "--file", file.toString(), "config");
    }
}
