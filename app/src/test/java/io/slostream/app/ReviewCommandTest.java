// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code slostream replay} answers to "what if" and "what do we know now", and the report that it writes. */
class ReviewCommandTest {
    private static final String SLO = "../slos/canary-15m.yaml";
    private static final String EXAMPLE = "../examples/canaries.ndjson";
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldSayWhichAlertsOtherDefinitionsWouldLose() throws IOException {
        Path patient = changed("      severity: page", "      for: 1h\n      severity: page");

        assertThat(replay("--input", EXAMPLE, "--slo", SLO, "--slos", patient.toString()))
                .isZero();

        assertThat(out.toString())
                .startsWith("lost   page   canary-15m CanaryFailing math: fired 2026-01-05T01:01:35Z to"
                        + " 2026-01-05T01:48:05Z, would not")
                .contains("alerts: 0 same, 0 moved, 0 added, 1 lost; pages 1 would be 0, in ");
    }

    @Test
    void shouldSayHowMuchLaterAnAlertWouldCome() throws IOException {
        Path held = changed("      severity: page", "      for: 10m\n      severity: page");

        assertThat(replay("--input", EXAMPLE, "--slo", SLO, "--slos", held.toString()))
                .isZero();
        assertThat(out.toString()).contains("moved ", "(10m later, 10m shorter)", "1 moved");

        out.getBuffer().setLength(0);
        assertThat(replay("--input", EXAMPLE, "--slo", SLO, "--slos", held.toString(), "--format", "ndjson"))
                .isZero();
        assertThat(out.toString())
                .contains("\"alert_change\":\"moved\"", "\"later_ms\":600000", "\"longer_ms\":-600000")
                .contains("{\"change\":{\"added\":0,\"lost\":0,\"moved\":1,\"same\":0,");
    }

    @Test
    void shouldSayWhatIsKnownNowAndWasNotThen() throws IOException {
        // The failures of ten minutes arrive half an hour late: too late for the page that they are worth.
        List<String> lines = new ArrayList<>();
        List<String> late = new ArrayList<>();
        for (int second = 0; second < 7_200; second += 30) {
            boolean fails = second >= 3_600 && second < 4_200;
            long arrival = second + (fails ? 2_700 : 0);
            (fails ? late : lines).add(canary("m" + second, second, arrival, !fails));
            while (!late.isEmpty() && second >= 6_300) {
                lines.add(late.remove(0));
            }
        }
        String file = write("late.ndjson", String.join("\n", lines));

        assertThat(replay("--input", file, "--slo", SLO)).isZero();
        assertThat(out.toString()).doesNotContain("firing");
        out.getBuffer().setLength(0);
        assertThat(replay("--input", file, "--slo", SLO, "--as-known", "now")).isZero();

        assertThat(out.toString())
                .contains("added  page   canary-15m CanaryFailing math: would fire 2026-01-05T01:0")
                .contains("pages 0 would be 1");
    }

    @Test
    void shouldSayWhichAlertAnExclusionWouldHavePrevented() throws IOException {
        // Filed an hour after the page: a test of the probes themselves.
        String exclusion = "{\"type\":\"exclusion\",\"event_id\":\"x\",\"event_time\":\"" + START.plusSeconds(7_150)
                + "\",\"arrival_time\":\"" + START.plusSeconds(7_150) + "\",\"specialist\":\"math\",\"from\":\""
                + START.plusSeconds(3_500) + "\",\"to\":\"" + START.plusSeconds(5_500)
                + "\",\"reason\":\"prober test\",\"who\":\"serving-oncall\"}";
        String file = write("excluded.ndjson", Files.readString(Path.of(EXAMPLE)) + exclusion + "\n");

        assertThat(replay("--input", file, "--slo", SLO, "--as-known", "now")).isZero();

        assertThat(out.toString())
                .startsWith("lost   page   canary-15m CanaryFailing math: fired 2026-01-05T01:01:35Z to")
                .contains("pages 1 would be 0");
    }

    @Test
    void shouldFindNothingNewWhereNothingCameLate() {
        assertThat(replay("--input", EXAMPLE, "--slo", SLO, "--as-known", "now"))
                .isZero();

        assertThat(out.toString()).contains("alerts: 1 same, 0 moved, 0 added, 0 lost");
    }

    @Test
    void shouldReportOneSpecialist() {
        assertThat(replay("--input", EXAMPLE, "--slo", SLO, "--specialist", "code"))
                .isZero();

        assertThat(out.toString()).doesNotContain("CanaryFailing");
    }

    @Test
    void shouldWriteAReportThatNeedsNothingElse() throws IOException {
        Path report = folder.resolve("report.html");

        assertThat(replay(
                        "--input",
                        EXAMPLE,
                        "--slo",
                        SLO,
                        "--slos",
                        changed("below: 0.9", "below: 0.1").toString(),
                        "--report",
                        report.toString(),
                        "--base-url",
                        "http://localhost:8080/"))
                .isZero();

        String html = Files.readString(report);
        assertThat(html)
                .contains("<h1>1 page, 0 tickets</h1>", "canary-15m CanaryFailing math", "in 480 = counted 480")
                .contains("href=\"http://localhost:8080/slos/canary-15m?alert=CanaryFailing&amp;group=math&amp;from=")
                .contains("What would differ", "class=\"span page\"", "class=\"threshold\"", "class=\"curve dash0\"")
                .doesNotContain("<script", "src=", "@import", "url(");
        assertThat(err.toString()).contains("written: " + report);
    }

    @Test
    void shouldShowHostileNamesAsText() throws IOException {
        String name = "<script>alert(1)</script>\\\"'&";
        List<String> lines = new ArrayList<>();
        for (int second = 0; second < 7_200; second += 30) {
            lines.add(canary("h" + second, second, second, second < 3_600).replace("\"math\"", "\"" + name + "\""));
        }
        Path report = folder.resolve("hostile.html");

        assertThat(replay(
                        "--input",
                        write("hostile.ndjson", String.join("\n", lines)),
                        "--slo",
                        SLO,
                        "--report",
                        report.toString()))
                .isZero();

        assertThat(Files.readString(report)).contains("&lt;script&gt;alert(1)").doesNotContain("<script");
    }

    @Test
    void shouldSayWhatDoesNotGoTogether() throws IOException {
        assertThat(replay("--slo", SLO)).isEqualTo(2);
        assertThat(replay("--input", EXAMPLE, "--bootstrap", "localhost:1", "--slo", SLO))
                .isEqualTo(2);
        assertThat(replay("--input", EXAMPLE)).isEqualTo(2);
        assertThat(replay("--input", EXAMPLE, "--slo", SLO, "--against", "recorded"))
                .isEqualTo(2);
        assertThat(replay("--input", "-", "--slo", SLO, "--as-known", "now")).isEqualTo(2);
        assertThat(replay("--input", EXAMPLE, "--slo", SLO, "--report", folder.toString()))
                .isEqualTo(2);

        assertThat(err.toString())
                .contains("say what to replay: either --input FILE", "--input needs --slo")
                .contains(
                        "--against is for the replay of topics only",
                        "-: cannot be read twice",
                        "is a folder; name a file");
    }

    private Path changed(String from, String to) throws IOException {
        String text = Files.readString(Path.of(SLO));
        assertThat(text).contains(from);
        return Path.of(write("changed.yaml", text.replace(from, to)));
    }

    private static String canary(String id, long second, long arrivalSecond, boolean passed) {
        return "{\"type\":\"canary\",\"event_id\":\"" + id + "\",\"event_time\":\"" + START.plusSeconds(second)
                + "\",\"arrival_time\":\"" + START.plusSeconds(arrivalSecond)
                + "\",\"specialist\":\"math\",\"probe_id\":\"p\",\"passed\":" + passed + "}";
    }

    private String write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private int replay(String... arguments) {
        List<String> all = new ArrayList<>(List.of("replay"));
        all.addAll(Arrays.asList(arguments));
        return Main.run(
                Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err, true)),
                all.toArray(new String[0]));
    }
}
