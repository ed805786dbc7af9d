// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slostream.app.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The one-shots of docker-compose.yml do their work, and what they leave is what Prometheus and Grafana read. */
class GeneratedFilesTest {
    @TempDir
    private Path directory;

    @Test
    void shouldGiveGrafanaDashboardsWhereItLooks() throws Exception {
        Stack stack = Stack.shipped();
        generate(stack, "generate-dashboards");
        generate(stack, "generate-dashboards"); // as at every start

        Path folder = ContainerFiles.lay(stack, "grafana", directory).path(provided(stack));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(file -> file.toString().endsWith(".json")).toList())
                    .isNotEmpty()
                    .allSatisfy(file -> {
                        JsonNode dashboard = new ObjectMapper().readTree(file.toFile());
                        assertThat(dashboard.path("title").asText()).isNotEmpty();
                        assertThat(dashboard.path("panels")).isNotEmpty();
                    });
        }
    }

    @Test
    void shouldGivePrometheusRulesThatItTakes() throws Exception {
        Stack stack = Stack.shipped();
        generate(stack, "generate-rules");
        generate(stack, "generate-rules");

        Tool.Result result = checkPrometheus(stack);

        assertThat(result.code()).as(result.said()).isZero();
        assertThat(result.said()).containsPattern("SUCCESS: [1-9][0-9]* rules found");
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "rule_files:; rules_files:; rules_files",
                "scrape_interval: 10s; scrape_interval: ten; ten",
                "/generated/rules.yml; /rules/rules.yml; does not point to an existing file",
            },
            delimiter = ';')
    void shouldRefuseABrokenPrometheus(String text, String replacement, String word) throws Exception {
        Tool.Result result = checkPrometheus(Stack.shipped().with(Stack.PROMETHEUS, text, replacement));

        assertThat(result.code()).as(result.said()).isNotZero();
        assertThat(result.said()).contains(word);
    }

    @Test
    void shouldBeAnAlertmanagerThatItTakes() throws Exception {
        Tool.Result result = checkAlertmanager(Stack.shipped());

        assertThat(result.code()).as(result.said()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "- name: echo; - name: hook; echo",
                "group_wait: 5s; group_wait: soon; soon",
                "send_resolved; send_resolve; send_resolve",
            },
            delimiter = ';')
    void shouldRefuseABrokenAlertmanager(String text, String replacement, String word) throws Exception {
        Tool.Result result = checkAlertmanager(Stack.shipped().with(Stack.ALERTMANAGER, text, replacement));

        assertThat(result.code()).as(result.said()).isNotZero();
        assertThat(result.said()).contains(word);
    }

    private void generate(Stack stack, String service) throws IOException {
        ContainerFiles files = ContainerFiles.lay(stack, service, directory);
        List<String> command = files.here(stack.services().get(service).words("command"));
        StringWriter err = new StringWriter();

        int code =
                new CommandLine(Main.class).setErr(new PrintWriter(err, true)).execute(command.toArray(String[]::new));

        assertThat(code).as("%s: %s", command, err).isZero();
    }

    private Tool.Result checkPrometheus(Stack stack) throws Exception {
        ContainerFiles files = ContainerFiles.lay(stack, "prometheus", directory);
        Path config = files.path(option(stack, "prometheus", "--config.file="));
        // Paths that begin at the root of the container's file system begin elsewhere here.
        Files.writeString(config, files.here(Files.readString(config), "/generated"));
        return Tool.PROMTOOL.run("check", "config", config.toString());
    }

    private Tool.Result checkAlertmanager(Stack stack) throws Exception {
        ContainerFiles files = ContainerFiles.lay(stack, "alertmanager", directory);
        return Tool.AMTOOL.run(
                "check-config",
                files.path(option(stack, "alertmanager", "--config.file=")).toString());
    }

    private static String option(Stack stack, String service, String option) {
        return stack.services().get(service).words("command").stream()
                .filter(word -> word.startsWith(option))
                .map(word -> word.substring(option.length()))
                .findFirst()
                .orElseThrow();
    }

    /** The folder that the provider of dashboards names. */
    private static String provided(Stack stack) {
        return stack.text(Stack.PROVIDER).replaceAll("(?s).*options: \\{ path: (\\S+) }.*", "$1");
    }
}
