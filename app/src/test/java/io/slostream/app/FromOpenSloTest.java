// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FromOpenSloTest {
    private static final Path REFERENCE = Path.of("../alerting/README.md");
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String openSlo;
    private String definition;

    @BeforeEach
    void readTheReference() throws IOException {
        String reference = Files.readString(REFERENCE);
        Matcher yaml = YAML.matcher(reference.substring(reference.indexOf("\n## From OpenSLO\n")));
        assertThat(yaml.find()).isTrue();
        openSlo = yaml.group(1);
        assertThat(yaml.find()).isTrue();
        definition = yaml.group(1);
    }

    @Test
    void shouldPrintWhatTheReferenceShows() throws IOException {
        assertThat(check("--from-openslo", write("slo.yaml", openSlo))).isZero();

        assertThat(out.toString()).isEqualTo(definition);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldPrintDefinitionsThatCheckReads() throws IOException {
        assertThat(check("--from-openslo", write("slo.yaml", openSlo))).isZero();
        String converted = write("converted.yaml", out.toString());
        out.getBuffer().setLength(0);

        assertThat(check(converted)).isZero();
        assertThat(out.toString()).startsWith("chat-availability: 99.9 % good over 28d");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldTellNotesApartFromDefinitions() throws IOException {
        String flag = "        alertWhenNoData: true\n";
        String file = write("slo.yaml", openSlo.replace(flag, flag + "        alertWhenResolved: false\n"));

        assertThat(check("--from-openslo", file)).isZero();
        assertThat(out.toString()).isEqualTo(definition);
        assertThat(err.toString())
                .contains("spec.alertPolicies[0].spec.alertWhenResolved: note: the end of an alert is always told");
    }

    @Test
    void shouldListAllThatHasNoCounterpartAndPrintNothing() throws IOException {
        String file = write(
                "slo.yaml",
                openSlo.replaceFirst("type: slostream", "type: Prometheus")
                        .replace("Occurrences", "Timeslices")
                        .replace("owner: serving-oncall, ", ""));

        assertThat(check("--from-openslo", file)).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .contains(
                        "slo.yaml:5:3: metadata.labels: the label owner is missing",
                        "good.metricSource.type: a query of Prometheus says nothing about single events",
                        "spec.budgetingMethod: a budget here is spent by events")
                .endsWith("3 errors" + System.lineSeparator());
    }

    @Test
    void shouldExitTwoOnAFileThatCannotBeRead() {
        assertThat(check("--from-openslo", folder.resolve("missing.yaml").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("missing.yaml: cannot be read: there is no such file");
        assertThat(check("--from-openslo", folder.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("is a folder; name one file for --from-openslo");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldExitTwoOnOptionsThatDoNotGoTogether() throws IOException {
        String file = write("slo.yaml", openSlo);

        assertThat(check("--from-openslo", file, file)).isEqualTo(2);
        assertThat(err.toString()).contains("--from-openslo converts one file and checks none; remove " + file);
        assertThat(check(file, "--from-openslo", file)).isEqualTo(2);
        assertThat(check()).isEqualTo(2);
        assertThat(err.toString()).contains("name definition files or folders, or --from-openslo FILE");
        assertThat(check("--from-openslo", file, "--format", "json")).isEqualTo(2);
        assertThat(err.toString()).contains("--format is for reports, and --from-openslo prints definitions");
        assertThat(check("--evaluation-interval", "5s", "--from-openslo", file)).isEqualTo(2);
        assertThat(err.toString()).contains("--evaluation-interval is for reports");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldNameTheOptionWhenOpenSloIsCheckedWithoutIt() throws IOException {
        assertThat(check(write("slo.yaml", openSlo))).isEqualTo(2);
        assertThat(err.toString())
                .contains("slo.yaml:1:1: apiVersion: this is a document of OpenSLO", "slostream check --from-openslo")
                .endsWith("1 error" + System.lineSeparator());
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private int check(String... arguments) {
        List<String> all = new ArrayList<>(List.of("check"));
        all.addAll(List.of(arguments));
        return Main.run(
                Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err, true)),
                all.toArray(new String[0]));
    }
}
