// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line of {@code slostream replay} and the form of its output, which scripts rely on. */
class ReplayCommandTest {
    private static final String SLO = "../slos/canary-15m.yaml";
    private static final String EXAMPLE = "../examples/canaries.ndjson";
    private static final String EMPTY_ACCOUNTING =
            "{\"accounting\":{\"in\":0,\"counted\":0,\"late\":0,\"dead_lettered\":0,\"excluded\":0}}";
    /** The example's end, 02:00, and what silence leads to a quarter of an hour later. */
    private static final String SILENT = "2026-01-05T02:14:35Z  no_data    page   canary-15m CanaryFailing math";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldPrintWhatTheReadmeShows() throws IOException {
        assertThat(replay("--input", EXAMPLE, "--slo", SLO)).isZero();

        assertThat(out.toString().lines().toList()).hasSize(3);
        assertThat(Files.readString(Path.of("../README.md"))).contains(out.toString());
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldWriteOneObjectATransitionAndTheAccountingLast() {
        assertThat(replay("--input", EXAMPLE, "--slo", SLO, "--format", "ndjson"))
                .isZero();

        assertThat(out.toString().lines()).containsExactly("""
                {"slo":"canary-15m","alert":"CanaryFailing","specialist":"math","state":"firing","severity":"page",\
                "at":"2026-01-05T01:01:35Z","started_at":"2026-01-05T01:01:35Z","fired_at":"2026-01-05T01:01:35Z",\
                "resolved_at":null,"sequence":1767574895000,"reason":"condition",\
                "windows":[{"window":"15m","good":26,"total":30,"burn_rate":13.333333333333334}]}""", """
                {"slo":"canary-15m","alert":"CanaryFailing","specialist":"math","state":"resolved","severity":"page",\
                "at":"2026-01-05T01:48:05Z","started_at":"2026-01-05T01:01:35Z","fired_at":"2026-01-05T01:01:35Z",\
                "resolved_at":"2026-01-05T01:48:05Z","sequence":1767577685000,"reason":"recovered",\
                "windows":[{"window":"15m","good":30,"total":30,"burn_rate":0.0}]}""", """
                {"accounting":{"in":480,"counted":480,"late":0,"dead_lettered":0,"excluded":0}}""");
    }

    @Test
    void shouldWriteNullForTheBurnRateOfAWindowWithoutEvents() {
        assertThat(replay("--input", EXAMPLE, "--slo", SLO, "--format", "ndjson", "--to", "9999-12-31T23:59:59Z"))
                .isZero();

        assertThat(out.toString())
                .contains("\"state\":\"no_data\"", "{\"window\":\"15m\",\"good\":0,\"total\":0,\"burn_rate\":null}");
    }

    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "false, true", "true, true"})
    void shouldReadWindowsLineEndsAByteOrderMarkAndBlankLines(boolean carriageReturns, boolean byteOrderMark)
            throws IOException {
        String text = Files.readString(Path.of(EXAMPLE)).replace("\n", "\n\n \t\n");
        text = carriageReturns ? text.replace("\n", "\r\n") : text;
        String file = write("events.ndjson", (byteOrderMark ? "\uFEFF" : "") + text);

        assertThat(replay("--input", file, "--slo", SLO)).isZero();

        assertThat(Files.readString(Path.of("../README.md"))).contains(out.toString());
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldSayNothingHappenedInAnEmptyFile() throws IOException {
        assertThat(replay("--input", write("empty", ""), "--slo", SLO, "--format", "ndjson"))
                .isZero();

        assertThat(out.toString()).isEqualTo(EMPTY_ACCOUNTING + System.lineSeparator());
    }

    @Test
    void shouldBoundWhatOneLineCosts() throws IOException {
        assertThat(replay("--input", write("long", "x".repeat(3_000_000) + "\n{}\n"), "--slo", SLO))
                .isEqualTo(1);

        assertThat(err.toString()).contains("long:1: dead letter (oversized)", "long:2: dead letter (missing-field)");
        assertThat(out.toString()).startsWith("in 2 = counted 0 + late 0 + dead-lettered 2 + excluded 0");
    }

    @Test
    void shouldReadCompressedFilesAndStdin() throws IOException {
        byte[] example = Files.readAllBytes(Path.of(EXAMPLE));
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        for (byte[] member :
                List.of(Arrays.copyOf(example, 1_000), Arrays.copyOfRange(example, 1_000, example.length))) {
            try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
                out.write(member);
            }
        }
        Path file = Files.write(folder.resolve("events.gz"), compressed.toByteArray());
        assertThat(replay("--input", EXAMPLE, "--slo", SLO)).isZero();
        String plain = out.toString();
        out.getBuffer().setLength(0);

        assertThat(replay("--input", file.toString(), "--slo", SLO)).isZero();
        assertThat(out.toString()).isEqualTo(plain);
        out.getBuffer().setLength(0);

        InputStream stdin = System.in;
        try {
            System.setIn(new ByteArrayInputStream(example));
            assertThat(replay("--input", "-", "--slo", SLO)).isZero();
        } finally {
            System.setIn(stdin);
        }
        assertThat(out.toString()).isEqualTo(plain);
    }

    @Test
    void shouldSayWhereACompressedFileEndsTooEarly() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(Files.readAllBytes(Path.of(EXAMPLE)));
        }
        Path file =
                Files.write(folder.resolve("cut.gz"), Arrays.copyOf(compressed.toByteArray(), compressed.size() - 100));

        assertThat(replay("--input", file.toString(), "--slo", SLO)).isEqualTo(2);

        assertThat(err.toString()).contains("cut.gz: cannot be read on after line ");
    }

    @Test
    void shouldSayThatNoDefinitionWantsTheEvents() {
        assertThat(replay("--input", EXAMPLE, "--slo", "../slos/ttft.yaml")).isEqualTo(1);

        assertThat(err.toString()).contains("no line was counted: no definition of --slo wants events like these");
    }

    @Test
    void shouldEndWithOneWhenNothingWasCounted() throws IOException {
        assertThat(replay("--input", write("bad", "{\"type\":\"canary\"}\n"), "--slo", SLO))
                .isEqualTo(1);

        assertThat(err.toString()).contains("no line was counted: see above what is wrong with them");
        assertThat(out.toString()).startsWith("in 1 = counted 0 + late 0 + dead-lettered 1");
    }

    @Test
    void shouldSayWhyEventsThatWereMeantToCountDidNot() throws IOException {
        String good = Files.readAllLines(Path.of(EXAMPLE)).get(0);
        String seconds = good.replace("\"2026-01-05T00:00:00Z\"", "1767571200");
        String misspelt = good.replace("passed", "pased");
        String file = write("events", String.join("\n", good, seconds, seconds, misspelt, ""));

        assertThat(replay("--input", file, "--slo", SLO)).isZero();

        assertThat(out.toString()).contains("in 4 = counted 1 + late 2 + dead-lettered 0 + excluded 1");
        assertThat(err.toString().lines())
                .containsExactly(
                        "2 late, the first " + file
                                + ":2: event_time 1767571200 (1970-01-21T10:59:31.200Z) lies before every"
                                + " window; it looks like seconds, milliseconds are needed",
                        "1 excluded as unmeasured, the first " + file
                                + ":4: this canary measures nothing, since it lacks"
                                + " what an SLO asks for: passed; \"pased\" is no field of it, did you mean passed?");
    }

    @Test
    void shouldEvaluateUpToTheEndOfTime() {
        assertThat(replay("--input", EXAMPLE, "--slo", SLO, "--to", "253402300799999"))
                .isZero();

        assertThat(out.toString()).contains(SILENT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--from | yesterday | --from yesterday: not a time; write 2026-01-05T00:00:00Z or epoch milliseconds",
                "--to | 9223372036854775807 | --to 9223372036854775807: lies outside the years 1970 to 9999",
                "--now | 9223372036854775807 | --now 9223372036854775807: lies outside the years 1970 to 9999",
                "--from | 1969-12-31T23:59:59Z | --from 1969-12-31T23:59:59Z: lies outside the years 1970 to 9999",
                "--evaluation-interval | 7s | multiple of the pane (5000 ms), not 7000 ms",
                "--evaluation-interval | soon | --evaluation-interval soon is no duration",
                "--inptu | x | Unknown option: '--inptu'",
                "--input | missing.ndjson | missing.ndjson: there is no such file; --input takes NDJSON files",
                "--input | . | .: is a folder; --input takes NDJSON files",
                "--input | ../examples/canaries.ndjson | is named twice; its events would be counted twice",
                "--format | xml | Invalid value for option '--format'",
            })
    void shouldExitTwoAndSayWhatIsWrong(String option, String value, String message) {
        assertThat(replay("--input", EXAMPLE, "--slo", SLO, option, value)).isEqualTo(2);

        assertThat(err.toString()).contains(message);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldSayThatASpanOfTimeIsEmpty() {
        assertThat(replay("--input", EXAMPLE, "--slo", SLO, "--from", "2", "--to", "1"))
                .isZero();

        assertThat(err.toString()).contains("--from 2 is later than --to 1");
        assertThat(out.toString()).startsWith("in 480 = counted 480");
    }

    @Test
    void shouldListEverythingThatIsWrongWithTheDefinitions() throws IOException {
        String bad = write("bad.yaml", Files.readString(Path.of(SLO)).replace("objective: 0.99", "objective: 99"));

        assertThat(replay(
                        "--input",
                        EXAMPLE,
                        "--slo",
                        bad,
                        folder.resolve("none.yaml").toString()))
                .isEqualTo(2);

        assertThat(err.toString())
                .contains("none.yaml: cannot be read: there is no such file", "bad.yaml:", "spec.objective: ")
                .endsWith("2 errors" + System.lineSeparator());
    }

    @Test
    void shouldNotEndWellWhenItsOutputIsLost() {
        Writer full = new Writer() {
            @Override
            public void write(char[] text, int from, int length) throws IOException {
                throw new IOException("No space left on device");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };

        assertThat(replay(full, "--input", EXAMPLE, "--slo", SLO)).isEqualTo(2);
        assertThat(err.toString()).contains("standard output cannot be written");
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8)
                .toString();
    }

    private int replay(String... arguments) {
        return replay(out, arguments);
    }

    private int replay(Writer to, String... arguments) {
        List<String> all = new ArrayList<>(List.of("replay"));
        all.addAll(Arrays.asList(arguments));
        return Main.run(
                Main.commandLine().setOut(new PrintWriter(to)).setErr(new PrintWriter(err, true)),
                all.toArray(new String[0]));
    }
}
