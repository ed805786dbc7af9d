// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.compose;

import static io.slostream.tests.compose.Stack.DOCKERFILE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.slostream.app.Main;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The Dockerfile as far as it goes without a container engine. */
class DockerfileTest {
    @Test
    void shouldKeepEveryRule() {
        assertThat(DockerfileRules.problems(Stack.shipped())).isEmpty();
    }

    @Test
    void shouldStartJavaWithOptionsThatItTakes() throws Exception {
        List<String> entrypoint = shipped().entrypoint();
        List<String> command = new ArrayList<>(entrypoint.subList(0, entrypoint.indexOf("-jar")));
        command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-version");

        Process java = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(java.waitFor()).as(said).isZero();
        assertThat(entrypoint.get(0)).isEqualTo("java");
    }

    @Test
    void shouldShowItsHelpWithoutACommand() {
        CommandLine.ParseResult parsed =
                new CommandLine(Main.class).parseArgs(shipped().command().toArray(String[]::new));

        assertThat(parsed.isUsageHelpRequested()).isTrue();
    }

    @ParameterizedTest(name = "{3}")
    @MethodSource("edits")
    void shouldRefuse(String file, String text, String replacement, String problem) {
        assertThat(DockerfileRules.problems(Stack.shipped().with(file, text, replacement)))
                .contains(problem);
    }

    static Stream<Arguments> edits() {
        return Stream.of(
                docker(
                        "maven:3.9.12-eclipse-temurin-17-noble AS",
                        "maven:latest AS",
                        "Dockerfile: base maven:latest AS build is not pinned"),
                docker(
                        "temurin:17.0.19_10-jre-noble",
                        "temurin:17",
                        "Dockerfile: base eclipse-temurin:17 is not pinned"),
                docker(
                        "17.0.19_10-jre",
                        "17.0.19_10-jdk",
                        "Dockerfile: the image is built on eclipse-temurin:17.0.19_10-jdk-noble, which is no JRE 17"),
                docker("USER 10001:10001\n", "", "Dockerfile: user root is not a number other than root"),
                docker("USER 10001:10001", "USER 0:0", "Dockerfile: user 0:0 is not a number other than root"),
                docker("LICENSE NOTICE", "LICENCE NOTICE", "Dockerfile: COPY of LICENCE, which does not exist"),
                docker("LICENSE NOTICE", "examples", ".dockerignore: keeps back examples"),
                docker(
                        "--from=build",
                        "--from=0",
                        "Dockerfile: COPY --from=0 /source/app/target/slostream.jar /opt/slostream/slostream.jar is not"
                                + " null/app/target/slostream.jar"),
                docker(
                        "/source/app/target/slostream.jar",
                        "/source/target/slostream.jar",
                        "Dockerfile: COPY --from=build /source/target/slostream.jar /opt/slostream/slostream.jar is not"
                                + " /source/app/target/slostream.jar"),
                docker(
                        "\"-jar\", \"/opt/slostream/slostream.jar\"",
                        "\"-jar\", \"/slostream.jar\"",
                        "Dockerfile: ENTRYPOINT [java, -XX:+UseSerialGC, -XX:MaxRAMPercentage=50, -jar, /slostream.jar] does"
                                + " not start the jar that was copied"),
                docker(
                        "ENTRYPOINT [\"java\"",
                        "ENTRYPOINT java [\"java\"",
                        "Dockerfile: ENTRYPOINT [] does not start the jar that was copied"),
                docker("CMD [", "ADD [", "Dockerfile: ADD is not used here"),
                arguments(".dockerignore", "!topology\n", "", ".dockerignore: keeps back topology"),
                arguments(".dockerignore", "!NOTICE\n", "", ".dockerignore: keeps back NOTICE"));
    }

    private static Dockerfile shipped() {
        return Dockerfile.parse(Stack.shipped().text(DOCKERFILE));
    }

    private static Arguments docker(String text, String replacement, String problem) {
        return arguments(DOCKERFILE, text, replacement, problem);
    }
}
