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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    private static final String GOOD = """
            apiVersion: slostream/v1
            kind: SLO
            metadata: { name: good, owner: me }
            spec:
              dashboard: serving
              category: outcome
              indicator: { ratio: { of: evaluation, good: { passed: true } } }
              objective: 0.95
              period: 30d
              alerts:
                - name: OutcomeBarRed
                  when: { ratio: { below: 0.85, over: 1h } }
                  for: 30m
                  minimumEvents: 50
            """;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldPrintWhatAnAlertMeans() throws IOException {
        assertThat(check(write("good.yaml", GOOD))).isZero();

        assertThat(out.toString()).startsWith("""
                        good: 95 % good over 30d; a full outage burns at 20 and spends the budget in 36h
                          OutcomeBarRed: for 30m, in which a full outage spends 1.39 % of the budget; minimumEvents 50
                            severity  windows  burn rate  fires above  full outage     twice the limit  resets in  events
                            page      1h       -          15 %         39m5s (1.81 %)  1h5s (0.834 %)   51m        7
                        """);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldPrintJson() throws IOException {
        assertThat(check("--format", "json", write("good.yaml", GOOD))).isZero();

        assertThat(out.toString())
                .startsWith("{")
                .endsWith("}\n")
                .contains("\"burn_rate\" : null", "\"bad_ratio_above\" : 0.15", "\"fires_after_ms\" : 2345000")
                .contains("\"budget_share\" : 0.004166666667", "\"fewest_events\" : 7");
    }

    @Test
    void shouldSayWhatSilenceMeans() throws IOException {
        String silent = write("silent.yaml", GOOD.replace("for: 30m", "noData: { alertAfter: 10m, severity: ticket }"));

        assertThat(check(silent)).isZero();
        assertThat(out.toString())
                .contains(
                        "  OutcomeBarRed: minimumEvents 50; noData: ticket 1h10m after the last event, 1h until there is"
                                + " no data and alertAfter 10m\n");

        assertThat(check("--format", "json", silent)).isZero();
        assertThat(out.toString())
                .contains(
                        "\"alert_after_ms\" : 600000", "\"empty_after_ms\" : 3600000", "\"fires_after_ms\" : 4200000");
    }

    @Test
    void shouldSayWhichAlertsFollowPrometheus() throws IOException {
        String compat = write("compat.yaml", GOOD.replace("minimumEvents: 50", "compat: prometheus"));

        assertThat(check(compat)).isZero();
        assertThat(out.toString()).contains("of the budget; compat prometheus, so no data is not met\n");

        assertThat(check("--format", "json", compat)).isZero();
        assertThat(out.toString()).contains("\"compat\" : \"prometheus\"", "\"silence\" : null");
    }

    @Test
    void shouldReadFoldersAndEachFileOnce() throws IOException {
        String file = write("good.yml", GOOD);
        write("notes.txt", "not a definition");

        assertThat(check(folder.toString(), file)).isZero();
    }

    @Test
    void shouldCheckTheSloFilesOfThisProject() {
        assertThat(check("../slos")).isZero();
    }

    @Test
    void shouldExitOneOnAProblem() throws IOException {
        String file = write("late.yaml", GOOD.replace("for: 30m", "for: 40h"));

        assertThat(check(file)).isEqualTo(1);
        assertThat(out.toString())
                .contains("problem: good/OutcomeBarRed: a full outage has spent 112 % of the budget when it fires");
    }

    @Test
    void shouldListAllErrorsOnStderrAndExitTwo() throws IOException {
        String bad = write("bad.yaml", GOOD.replace("0.95", "95").replace("for:", "fro:"));
        String latin = folder.resolve("latin.yaml").toString();
        Files.write(Path.of(latin), new byte[] {'#', (byte) 0xe9});

        assertThat(check(bad, latin, folder.resolve("missing.yaml").toString())).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .contains("latin.yaml: is not UTF-8 text")
                .contains("missing.yaml: cannot be read: there is no such file")
                .contains("bad.yaml:8:3: spec.objective: ")
                .contains("bad.yaml:13:7: spec.alerts[0].fro: unknown key; did you mean for?")
                .endsWith("4 errors" + System.lineSeparator());
    }

    @Test
    void shouldExitTwoOnWrongUsage() throws IOException {
        assertThat(check()).isEqualTo(2);
        assertThat(check(folder.toString())).isEqualTo(2);
        assertThat(check("--evaluation-interval", "5", write("good.yaml", GOOD)))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--evaluation-interval 5 has no unit");
        assertThat(check("--evaluation-interval", "7s", write("good.yaml", GOOD)))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--evaluation-interval 7s: ", "multiple of the pane (5000 ms)");
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
