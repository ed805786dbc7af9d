// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class GenerateCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldPrintASchemaThatAValidatorTakes() throws Exception {
        assertThat(run("generate", "jsonschema")).as(err.toString()).isZero();

        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(out.toString());
        ObjectMapper yaml = new YAMLMapper();
        String shipped = Files.readString(Path.of("../slos/ttft.yaml"));
        assertThat(schema.validate(yaml.readTree(shipped))).isEmpty();
        assertThat(schema.validate(yaml.readTree(shipped.replace("ttft_ms: {", "tfft_ms: {"))))
                .isNotEmpty();
    }

    @Test
    void shouldSayWhatThereIsToGenerate() {
        assertThat(run("generate")).isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains("jsonschema");
    }

    @Test
    void shouldWriteWhatIsAskedForWhereItIsAskedFor(@TempDir Path directory) throws Exception {
        Path dashboards = directory.resolve("some/dashboards");
        Path rules = directory.resolve("rules.yml");
        Path routes = directory.resolve("alertmanager.yml");

        assertThat(run("generate", "grafana", "../slos", "--output", dashboards.toString()))
                .as(err.toString())
                .isZero();
        assertThat(run("generate", "prometheus", "../slos", "--output", rules.toString()))
                .isZero();
        assertThat(run("generate", "alertmanager", "../slos", "-o", routes.toString()))
                .isZero();

        assertThat(dashboards)
                .isDirectoryContaining("glob:**/slostream-outcomes.json")
                .isDirectoryContaining("glob:**/slostream-serving.json");
        assertThat(rules).content().contains("project:correctness_pass_rate:1h");
        assertThat(routes).content().contains("page-serving-oncall");
        assertThat(out.toString()).isEmpty();
        assertThat(run("generate", "prometheus", "../slos")).isZero();
        assertThat(out.toString()).isEqualTo(Files.readString(rules));
    }

    @Test
    void shouldRefuseWhatIsNoDefinitionAndWriteNothing(@TempDir Path directory) throws Exception {
        Path bad = Files.writeString(directory.resolve("bad.yaml"), "kind: SLO\n");
        Path output = directory.resolve("output");

        for (String what : List.of("grafana", "prometheus", "alertmanager")) {
            assertThat(run("generate", what, bad.toString(), "-o", output.toString()))
                    .isEqualTo(Main.USAGE);
            assertThat(run("generate", what, directory.resolve("none").toString(), "-o", output.toString()))
                    .isEqualTo(Main.USAGE);
            assertThat(run("generate", what)).isEqualTo(Main.USAGE);
        }
        assertThat(output).doesNotExist();
        assertThat(err.toString()).contains("bad.yaml:1:1", "none: cannot be read: there is no such file");
    }

    @Test
    void shouldSayWhereItCannotWrite(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThat(run("generate", "grafana", "../slos", "-o", file.toString())).isEqualTo(Main.USAGE);
        assertThat(run("generate", "prometheus", "../slos", "-o", file + "/rules.yml"))
                .isEqualTo(Main.USAGE);
        assertThat(run("generate", "grafana", "../slos", "-o", directory.toString(), "--base-url", "slostream:8080"))
                .isEqualTo(Main.USAGE);
        assertThat(err.toString())
                .contains(
                        "/slostream-outcomes.json: " + file + " is a file, no folder",
                        "/rules.yml: " + file + " is a file, no folder",
                        "--base-url slostream:8080: ")
                .doesNotContain("\tat ");
    }

    @Test
    void shouldRefuseOutcomesThatWouldShareAName(@TempDir Path directory) throws Exception {
        String slo = Files.readString(Path.of("../slos/checkpoint-scores.yaml"));
        Files.writeString(directory.resolve("one.yaml"), slo);
        Files.writeString(
                directory.resolve("two.yaml"),
                slo.replace("checkpoint-scores", "checkpoint_scores").replace("objective: 0.9", "objective: 0.8"));

        assertThat(run("generate", "prometheus", directory.toString())).isEqualTo(Main.USAGE);
        assertThat(err.toString())
                .contains("checkpoint-scores and checkpoint_scores would both be project:checkpoint_scores:24h");
    }

    private int run(String... args) {
        CommandLine commandLine =
                Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return Main.run(commandLine, args);
    }
}
