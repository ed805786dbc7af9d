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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line of {@code slostream test}: exit codes, what is printed where. */
class TestCommandTest {
    private static final String TEST = """
            apiVersion: slostream/v1
            kind: SLOTest
            slos: [canary-15m.yaml]
            tests:
              - name: all is well
                events: [{ canary: { specialist: math }, timeline: 1x ok every 1m for 1h }]
                expect: [{ at: 1h, firing: [] }]
              - name: a page
                events: [{ canary: { specialist: math }, timeline: 1x ok every 1m for 30m; 1x bad every 1m for 30m }]
                expect: [{ at: 1h, alert: CanaryFailing, specialist: math, state: firing, severity: page }]
            """;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldPassTheExample() {
        assertThat(test("../examples/first-slo.test.yaml")).isZero();

        assertThat(out.toString()).startsWith("ok   ").endsWith(" passed, 0 failed\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldPassWhatTheReferenceShows() throws IOException {
        Matcher yaml = Pattern.compile("```yaml\n(apiVersion: slostream/v1\nkind: SLOTest\n.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("README.md")));
        assertThat(yaml.find()).isTrue();
        copySlos();

        assertThat(test(write("readme.test.yaml", yaml.group(1))))
                .as(err + "" + out)
                .isZero();
    }

    @Test
    void shouldExitOneWhenATestFailsAndSayHowFarOffItIs() throws IOException {
        copySlos();
        write(
                "canary.test.yaml",
                TEST.replace("at: 1h, alert", "at: 31m, alert").replace(", severity: page", ""));

        assertThat(test(folder.resolve("canary.test.yaml").toString())).isEqualTo(1);

        List<String> lines = out.toString().replace(folder + "/", "").lines().toList();
        assertThat(lines).startsWith("ok   all is well").endsWith("2 tests: 1 passed, 1 failed");
        assertThat(Files.readString(Path.of("README.md")))
                .contains("```\n" + String.join("\n", lines.subList(1, lines.size() - 1)) + "\n```");
    }

    @Test
    void shouldPrintJson() throws IOException {
        copySlos();

        assertThat(test("--format", "json", write("one.test.yaml", TEST))).isZero();
        assertThat(out.toString())
                .startsWith("{")
                .endsWith("}\n")
                .contains("\"test\" : \"a page\"", "\"mismatches\" : [ ]", "\"passed\" : 2", "\"failed\" : 0");
    }

    @Test
    void shouldTakeTestsAndOnlyTestsFromFoldersAndNameEachFile() throws IOException {
        copySlos();
        write("b.test.yaml", TEST);
        write("a.test.yml", TEST);

        assertThat(test(folder.toString())).isZero();
        assertThat(out.toString())
                .isEqualTo(
                        "%1$s/a.test.yml\nok   all is well\nok   a page\n%1$s/b.test.yaml\nok   all is well\nok   a page\n4 tests: 4 passed, 0 failed\n"
                                .formatted(folder));
        // And where definitions are looked for, tests are passed over.
        assertThat(run("check", folder.toString())).isZero();
    }

    @Test
    void shouldTakeTheEvaluationIntervalFromTheOption() throws IOException {
        copySlos();
        String file = write("one.test.yaml", TEST.replace("at: 1h, alert", "at: 31m55s, alert"));

        assertThat(test(file)).isZero();
        assertThat(test("--evaluation-interval", "1m", file)).isEqualTo(1);
        assertThat(out.toString()).contains("after     32m       firing     page   [condition]  (5s later)");
        assertThat(test("--evaluation-interval", "7s", file)).isEqualTo(2);
        assertThat(err.toString()).contains("--evaluation-interval 7s: ", "multiple of the pane (5000 ms)");
    }

    @Test
    void shouldListTheErrorsOfAllFilesAndRunNothing() throws IOException {
        copySlos();
        String good = write("good.test.yaml", TEST);
        String bad = write("bad.test.yaml", TEST.replace("1x ok", "1x okay"));
        String missing = folder.resolve("missing.test.yaml").toString();

        assertThat(test(good, bad, missing)).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .contains("missing.test.yaml: cannot be read: there is no such file")
                .contains("bad.test.yaml:6:", "there is no label \"okay\"; did you mean ok?")
                .contains("bad.test.yaml:9:")
                .endsWith("3 errors" + System.lineSeparator());
    }

    @Test
    void shouldExitTwoOnWrongUsage() {
        assertThat(test()).isEqualTo(2);
        assertThat(test(folder.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("holds no .test.yaml file; name files, or a folder of tests");
    }

    private void copySlos() throws IOException {
        Files.copy(Path.of("../slos/canary-15m.yaml"), folder.resolve("canary-15m.yaml"));
        Files.copy(Path.of("../slos/ttft.yaml"), folder.resolve("ttft.yaml"));
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private int test(String... arguments) {
        return run("test", arguments);
    }

    private int run(String command, String... arguments) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(arguments));
        return Main.run(
                Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err, true)),
                all.toArray(new String[0]));
    }
}
