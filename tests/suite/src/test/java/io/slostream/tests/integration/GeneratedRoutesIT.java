// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.app.DefinitionSources;
import io.slostream.dashboards.alertmanager.AlertmanagerConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a real Alertmanager does with the generated configuration while its receivers are not completed. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GeneratedRoutesIT {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    @Test
    void shouldMuteTicketsOfTheSameSloAndGroupAndNothingElse() throws Exception {
        Alertmanager.assumeInstalled();
        String config = AlertmanagerConfig.of(DefinitionLoader.load(
                DefinitionSources.read(List.of(Path.of("../../slos"))).texts()));
        try (Alertmanager alertmanager = Alertmanager.configured(directory, config)) {
            URI alerts = URI.create(alertmanager.url() + "/api/v2/alerts");
            List<Map<String, Map<String, String>>> posted = new ArrayList<>();
            posted.add(alert("OutcomeBarRed", "page", "serving-oncall", "correctness", "math"));
            posted.add(alert("google-30d", "ticket", "serving-oncall", "correctness", "math"));
            posted.add(alert("google-30d", "ticket", "serving-oncall", "correctness", "code"));
            posted.add(alert("SlostreamEngineAbsent", "page", "infra-oncall", "", ""));
            posted.add(alert("SlostreamInputStale", "ticket", "infra-oncall", "", ""));
            HttpRequest post = HttpRequest.newBuilder(alerts)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(new ObjectMapper().writeValueAsString(posted)))
                    .build();
            assertThat(CLIENT.send(post, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);

            JsonNode told = new ObjectMapper()
                    .readTree(CLIENT.send(HttpRequest.newBuilder(alerts).build(), HttpResponse.BodyHandlers.ofString())
                            .body());
            List<String> lines = new ArrayList<>();
            told.forEach(one -> lines.add(one.path("labels").path("alertname").asText() + " "
                    + one.path("labels").path("group").asText("-") + " "
                    + one.path("receivers").path(0).path("name").asText() + " "
                    + (one.path("status").path("inhibitedBy").isEmpty() ? "told" : "muted")));
            assertThat(lines)
                    .containsExactlyInAnyOrder(
                            "OutcomeBarRed math page-serving-oncall told",
                            "google-30d math ticket-serving-oncall muted",
                            "google-30d code ticket-serving-oncall told",
                            "SlostreamEngineAbsent - page-infra-oncall told",
                            "SlostreamInputStale - ticket-infra-oncall told");
        }
    }

    private static Map<String, Map<String, String>> alert(
            String name, String severity, String owner, String slo, String group) {
        Map<String, String> labels = new TreeMap<>(Map.of("alertname", name, "severity", severity, "owner", owner));
        if (!slo.isEmpty()) {
            labels.putAll(Map.of("slo", slo, "group", group));
        }
        return Map.of("labels", labels);
    }
}
