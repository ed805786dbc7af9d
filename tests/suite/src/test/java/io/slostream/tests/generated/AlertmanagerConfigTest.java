// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.generated;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.dashboards.alertmanager.AlertmanagerConfig;
import io.slostream.sinks.watchdog.Heartbeat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes as amtool takes them: where the labels go that the notifier's alerts have. */
class AlertmanagerConfigTest {
    @TempDir
    private Path directory;

    @Test
    void shouldRouteEachOwnersPagesAndTickets() throws Exception {
        Path config = config(Definitions.shipped());

        for (String owner : List.of("serving-oncall", "infra-oncall", "training-oncall")) {
            assertRoute(config, "page-" + owner, alert(owner, "page"));
            assertRoute(config, "ticket-" + owner, alert(owner, "ticket"));
        }
        assertRoute(config, "others", alert("somebody-else", "page"));
        // Alerts of Prometheus on slostream itself have no SLO.
        assertRoute(
                config, "page-infra-oncall", "alertname=SlostreamEngineAbsent", "severity=page", "owner=infra-oncall");
    }

    @Test
    void shouldRouteTheWatchdogByItself() throws Exception {
        assertRoute(
                config(Definitions.shipped()),
                "watchdog",
                "alertname=" + Heartbeat.ALERT,
                "severity=none",
                "engine=example-1",
                "notifier=example-pager");
    }

    @Test
    void shouldRouteAHostileOwner() throws Exception {
        Path config = config(Definitions.hostile());

        List<String> receivers = StreamSupport.stream(
                        new YAMLMapper()
                                .readTree(config.toFile())
                                .path("receivers")
                                .spliterator(),
                        false)
                .map(receiver -> receiver.path("name").asText())
                .toList();
        assertThat(receivers)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-zA-Z0-9._-]+"))
                .hasSize(2 * 2 + 2);
        assertRoute(config, "page-a-b-fail-specialist-c-b-d-b-e-f-g", alert(quoted(Definitions.HOSTILE_OWNER), "page"));
        assertRoute(config, receivers.get(3), alert(quoted("~"), "ticket"));
    }

    /** What is secret is in files; nobody finds a key in this one. */
    @Test
    void shouldHoldNoSecret() {
        String config = AlertmanagerConfig.of(Definitions.shipped());

        assertThat(config).contains("routing_key_file", "api_url_file", "credentials_file");
        assertThat(config).doesNotContainPattern("(routing_key|service_key|api_url|credentials|password):");
        assertThat(AlertmanagerConfig.of(Definitions.shipped())).isEqualTo(config);
    }

    /** A label that neither has is equal, so an alert on the engine would silence all tickets on it. */
    @Test
    void shouldInhibitTicketsOfTheSameSloAndGroupOnly() throws Exception {
        JsonNode rule = new YAMLMapper()
                .readTree(config(Definitions.shipped()).toFile())
                .path("inhibit_rules")
                .path(0);

        assertThat(rule.path("equal")).extracting(JsonNode::asText).containsExactly("slo", "group");
        assertThat(rule.path("source_matchers"))
                .extracting(JsonNode::asText)
                .containsExactly("severity=\"page\"", "slo!=\"\"");
        assertThat(rule.path("target_matchers"))
                .extracting(JsonNode::asText)
                .containsExactly("severity=\"ticket\"", "slo!=\"\"");
    }

    private Path config(DefinitionSet definitions) throws IOException, InterruptedException {
        Path config = Files.writeString(directory.resolve("alertmanager.yml"), AlertmanagerConfig.of(definitions));
        assertThat(Tool.needed("amtool").run("check-config", config.toString())).contains("SUCCESS");
        return config;
    }

    /** The labels that {@code PostableAlert} sends. */
    private static String[] alert(String owner, String severity) {
        return new String[] {
            "alertname=OutcomeBarRed",
            "slo=correctness",
            "group=math",
            "severity=" + severity,
            "owner=" + owner,
            "dashboard=serving",
            "category=outcome"
        };
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private static void assertRoute(Path config, String receiver, String... labels)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("config", "routes", "test", "--config.file=" + config, "--verify.receivers=" + receiver));
        command.addAll(List.of(labels));
        assertThat(Tool.needed("amtool").run(command.toArray(String[]::new))).contains(receiver);
    }
}
