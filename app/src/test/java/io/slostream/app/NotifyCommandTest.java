// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class NotifyCommandTest {
    private static final String ALERT = "{\"slo\":\"correctness\",\"alert\":\"Burning\",\"group\":\"math\","
            + "\"state\":\"firing\",\"severity\":\"page\",\"at\":1795478400000,\"sequence\":1795478400000,"
            + "\"fired_at\":1795478400000,\"reason\":\"condition\",\"owner\":\"oncall\",\"dashboard\":\"serving\","
            + "\"category\":\"slo\",\"summary\":\"math burns\",\"windows\":[],\"coverage\":1.0,\"evidence\":[],"
            + "\"link\":\"/slos/correctness\",\"definition_hash\":\"abc\",\"definition_version\":0}";

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int dryRun(String config, String... alerts) throws IOException {
        Path file = Files.write(directory.resolve("alerts.ndjson"), List.of(alerts));
        CommandLine command = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return Main.run(command, "notify", "-c", config, "--dry-run", file.toString());
    }

    @Test
    void shouldShowWhatWouldBeSentWhereWithoutSecrets() throws IOException {
        int code = dryRun(
                "src/test/resources/notify/everything.good.yaml",
                ALERT,
                ALERT.replace("firing", "resolved")
                        .replace("\"sequence\":1795478400000", "\"sequence\":1795478460000"));

        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        assertThat(out.toString())
                .contains("correctness/Burning/math firing page, owner oncall, dashboard serving")
                .contains("am: trigger, POST http://am-1:9093 and http://am-2:9093")
                .contains("oncall: trigger, POST https://events.eu.pagerduty.com/v2/enqueue")
                .contains("\"routing_key\":\"${file:")
                .contains("hook: trigger, POST https://hooks.example.org/slo")
                .contains("channel: nothing")
                .contains("oncall: resolve")
                .contains("\"event_action\":\"resolve\"")
                .contains("https://slo.example.org/slos/correctness")
                .doesNotContain("hunter2");
    }

    @Test
    void shouldFindAnAlertThatReachesNobody() throws IOException {
        Path config = Files.writeString(directory.resolve("notify.yaml"), """
                apiVersion: slostream/v1
                kind: Notify
                metadata: { name: pager }
                spec:
                  bootstrap: localhost:9092
                  sinks: [ { webhook: { url: "http://localhost:1" } } ]
                  routes: [ { owner: others, to: webhook } ]
                """);

        assertThat(dryRun(config.toString(), ALERT)).isEqualTo(Main.FINDING);
        assertThat(out.toString()).contains("webhook: nothing").contains("REACHES NOBODY");
    }

    @Test
    void shouldSayWhichLineIsNoAlert() throws IOException {
        assertThat(dryRun("src/test/resources/notify/everything.good.yaml", ALERT, "{\"slo\":1}"))
                .isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains("alerts.ndjson:2: no record of slo.alerts.v1");
    }
}
