// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line of {@code slostream simulate}, and that its files are what {@code slostream replay} reads. */
class SimulateCommandTest {
    private static final String TRACE = "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:00:00.0000000,400,50\n"
            + "2023-11-16 18:00:30.0000000,300,20\n";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldWriteTheSameBytesForTheSameSeed() throws IOException {
        byte[] first = simulated("--duration", "10m", "--seed", "7");
        byte[] second = simulated("--duration", "10m", "--seed", "7");
        byte[] other = simulated("--duration", "10m", "--seed", "8");

        assertThat(first).hasSizeGreaterThan(100_000).isEqualTo(second).isNotEqualTo(other);
    }

    @Test
    void shouldWriteToStandardOutputWhatItWritesToAFile() throws IOException {
        byte[] file = simulated("--duration", "2m");
        out.getBuffer().setLength(0);

        assertThat(run("simulate", "--output", "-", "--duration", "2m")).isZero();

        assertThat(out.toString()).isEqualTo(new String(file, StandardCharsets.UTF_8));
        assertThat(err.toString()).matches("[0-9,]+ events: .*request [0-9,]+.*\\R");
    }

    @Test
    void shouldSayHowManyEventsOfEachKindItWrote() throws IOException {
        List<String> lines = new String(simulated("--duration", "5m"), StandardCharsets.UTF_8)
                .lines()
                .toList();

        long canaries = lines.stream()
                .filter(line -> line.startsWith("{\"type\":\"canary\""))
                .count();
        assertThat(canaries).isPositive();
        assertThat(out.toString().replace(",", ""))
                .startsWith(lines.size() + " events: ")
                .contains("canary " + canaries);
    }

    @Test
    void shouldScaleTheRequests() throws IOException {
        long once = requests(simulated("--duration", "10m"));
        long thrice = requests(simulated("--duration", "10m", "--scale", "3"));

        assertThat((double) thrice / once).isBetween(2.5, 3.5);
    }

    @Test
    void shouldMakeReplayRaiseTheAlertOfItsIncidentAndNoOther() throws IOException {
        simulated("--duration", "70m", "--incident", "canary:math@30m+20m");
        out.getBuffer().setLength(0);

        assertThat(run("replay", "--input", events().toString(), "--slo", "../slos/canary-15m.yaml"))
                .isZero();

        List<String> findings = out.toString().lines().toList();
        assertThat(findings.stream().filter(line -> line.contains("firing")))
                .singleElement()
                .asString()
                .startsWith("2026-01-05T00:3")
                .contains("CanaryFailing math");
        assertThat(findings.get(findings.size() - 1))
                .doesNotContain("counted 0 ")
                .contains("late 0 + dead-lettered 0");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldRaiseNothingWithoutAnIncident() throws IOException {
        simulated("--duration", "70m");
        out.getBuffer().setLength(0);

        assertThat(run("replay", "--input", events().toString(), "--slo", "../slos"))
                .isZero();

        assertThat(out.toString()).doesNotContain("firing").contains("late 0 + dead-lettered 0");
        // Progress is shown where it takes long, as it does on a busy machine.
        assertThat(err.toString().lines()).allMatch(line -> line.startsWith("replay"));
    }

    @Test
    void shouldTakeTheRequestsOfATrace() throws IOException {
        Path trace = Files.writeString(folder.resolve("trace.csv"), TRACE);

        String events = new String(
                simulated("--trace", "chat=" + trace, "--start", "2026-02-01T12:00:00Z"), StandardCharsets.UTF_8);

        assertThat(events.lines().filter(line -> line.startsWith("{\"type\":\"request\"")))
                .hasSize(2)
                .allMatch(line -> line.contains("\"specialist\":\"chat\""))
                .anyMatch(line -> line.contains("\"arrival_time\":17699472"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--output | . | --output .: is a folder",
                "--output | none/there | --output none/there: cannot be written; does its folder exist?",
                "--bootstrap | localhost:1 | name one target: --output FILE",
                "--rate | 10 | --rate: is for a cluster",
                "--registry | http://localhost:1 | --registry: is for a cluster",
                "--start | today | --start today: write an instant",
                "--start | 1960-01-01T00:00:00Z | outside the years 1970 to 9999",
                "--start | +1000000000-12-31T23:59:59Z | --start +1000000000-12-31T23:59:59Z: ",
                "--duration | 2 | --duration 2: has no unit",
                "--duration | 0s | --duration 0s: nothing would happen",
                "--scale | 0 | --scale 0.0: write a number above 0",
                "--scale | NaN | --scale NaN: write a number above 0",
                "--incident | canary:math | --incident: 'canary:math' is no incident; write KIND:SPECIALIST@",
                "--incident | canary:maths@1m+1m | --incident: there is no specialist 'maths'; there are code, math",
                "--incident | canary:math@3h+1m | --incident canary:math@3h+1m: would begin after the end",
                "--trace | code | --trace",
                "--trace | code=none.csv | none.csv: there is no such readable file",
                "--trace | code=../slos/ttft.yaml | ttft.yaml is no Azure LLM inference trace",
                "--sed | 1 | Unknown options: '--sed'",
            })
    void shouldExitTwoAndSayWhatIsWrong(String option, String value, String message) {
        List<String> arguments = new ArrayList<>(List.of("simulate", option, value));
        if (!option.equals("--output")) {
            arguments.addAll(List.of("--output", events().toString()));
        }

        assertThat(run(arguments.toArray(String[]::new))).isEqualTo(2);

        assertThat(err.toString()).contains(message).doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
        assertThat(events()).doesNotExist();
    }

    @Test
    void shouldSayThatALineIsNoneOfATrace() throws IOException {
        Path trace = Files.writeString(folder.resolve("trace.csv"), TRACE + "yesterday,1\n");

        assertThat(run("simulate", "--output", "-", "--trace", "a=" + trace)).isEqualTo(2);

        assertThat(err.toString()).contains("--trace: a line is none of the Azure LLM inference trace 2023: ");
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "fast", "NaN"})
    void shouldRefuseARateThatIsNone(String rate) {
        assertThat(run("simulate", "--bootstrap", "localhost:1", "--rate=" + rate))
                .isEqualTo(2);

        assertThat(err.toString()).contains("--rate " + rate + ": write events a second");
    }

    private Path events() {
        return folder.resolve("events.ndjson");
    }

    private byte[] simulated(String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("simulate", "--output", events().toString()));
        arguments.addAll(Arrays.asList(options));
        assertThat(run(arguments.toArray(String[]::new))).as(err.toString()).isZero();
        return Files.readAllBytes(events());
    }

    private static long requests(byte[] events) {
        return new String(events, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("{\"type\":\"request\""))
                .count();
    }

    private int run(String... arguments) {
        return Main.run(Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err, true)), arguments);
    }
}
