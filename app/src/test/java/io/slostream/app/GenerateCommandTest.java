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
import org.junit.jupiter.api.Test;
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

    private int run(String... args) {
        CommandLine commandLine =
                Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return Main.run(commandLine, args);
    }
}
