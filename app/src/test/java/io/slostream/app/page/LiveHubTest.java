// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.app.serve.Access;
import io.slostream.app.serve.HttpService;
import io.slostream.dashboards.page.Progress;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.wire.TelemetryDecoder;
import io.slostream.topology.DefinitionVersions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LiveHubTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final DefinitionVersions versions = DefinitionVersions.constant(SummaryBoardTest.definition("10m"));
    private final PageSource source = new PageSource(
            "engine",
            versions::newest,
            () -> {
                throw new IllegalStateException("nothing is read here");
            },
            SchemaRegistry.none(),
            4,
            10_000,
            false,
            () -> 1_000_000,
            () -> new PageSource.State(false, List.of("still starting")),
            Map::of);
    private final Views views = new Views(versions::newest, 4);
    private final Progress progress = new Progress(65_000, false);
    private final SummaryBoard summaries = new SummaryBoard(views, progress, source.clock());
    private final LiveHub hub = new LiveHub(
                    source,
                    views,
                    summaries,
                    new AlertBoard(),
                    new CheckpointBoard(name -> true, new TelemetryDecoder(SchemaRegistry.none())),
                    progress,
                    () -> true)
            .start();
    private final HttpService server =
            new HttpService("127.0.0.1", 0, Access.open("127.0.0.1", List.of()), Map.of("/live", hub::open), Map.of());

    @AfterEach
    void stop() {
        hub.close();
        server.close();
    }

    private HttpResponse<InputStream> open(String query) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/live" + query))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
    }

    private BufferedReader read(String query) throws Exception {
        return new BufferedReader(new InputStreamReader(open(query).body(), StandardCharsets.UTF_8));
    }

    /** The data of the next event of a name. */
    private static String next(BufferedReader lines, String name) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.equals("event: " + name)) {
                return lines.readLine();
            }
        }
        throw new AssertionError("the stream ended before a " + name);
    }

    @Test
    void shouldTellEverybodyEachChangeOnce() throws Exception {
        summaries.record("canary/math", SummaryBoardTest.summary("canary", "math", 990_000));
        try (BufferedReader one = read("?dashboard=serving");
                BufferedReader two = read("?dashboard=serving");
                BufferedReader bar = read("")) {
            assertThat(next(one, "snapshot"))
                    .contains("\"engine\":{\"ready\":false,\"problems\":[\"still starting\"],\"evaluated\":null,"
                            + "\"summaries_read\":true}")
                    .contains("\"group\":\"math\"");
            assertThat(next(two, "snapshot")).contains("\"group\":\"math\"");
            assertThat(next(bar, "snapshot")).contains("\"cells\":[]");

            summaries.record("canary/code", SummaryBoardTest.summary("canary", "code", 990_000));

            for (BufferedReader reader : List.of(one, two)) {
                assertThat(next(reader, "change"))
                        .contains("\"group\":\"code\"")
                        .doesNotContain("\"group\":\"math\"")
                        .contains("\"gone\":[]");
            }
            summaries.gone("canary/math");
            assertThat(next(one, "change")).contains("\"cells\":[],\"gone\":[[\"canary\",\"math\"]]");
            assertThat(next(bar, "beat"))
                    .contains("\"definitions\":\"" + versions.newest().hash() + "\"");
        }
    }

    @Test
    void shouldTellTheWholeSummaryOfASloOfAGroup() throws Exception {
        try (BufferedReader lines = read("?slo=canary&group=math")) {
            next(lines, "snapshot");
            var summary = SummaryBoardTest.summary("canary", "math", 990_000);
            summary.put("category", "slo");
            summary.put("dashboard", "serving");
            summary.put("owner", "me");
            summary.put("quantiles", List.of());
            summary.put("exclusions_total", 0L);
            summary.put("exclusions", List.of());
            summary.put("definition_hash", "");
            summary.put("definition_version", 0L);

            summaries.record("canary/math", summary);

            assertThat(next(lines, "summary"))
                    .startsWith("data: {\"summary\":{\"slo\":\"canary\",\"group\":\"math\",\"at\":990000,")
                    .endsWith("\"stale\":false}");

            summaries.gone("canary/math");

            assertThat(next(lines, "summary")).isEqualTo("data: {\"summary\":null,\"stale\":true}");
        }
    }

    @Test
    void shouldRefuseWhatIsNotThereAndTooManyStreams() throws Exception {
        assertThat(open("?slo=nothing").statusCode()).isEqualTo(404);
        assertThat(open("?dashboard=nothing").statusCode()).isEqualTo(404);
        assertThat(open("?slo=canary&group=nobody").statusCode()).isEqualTo(404);
        assertThat(open("?group=math").statusCode()).isEqualTo(400);
        List<InputStream> streams = new ArrayList<>();
        for (int i = 0; i < LiveHub.MOST_STREAMS; i++) {
            HttpResponse<InputStream> response = open("?slo=canary");
            assertThat(response.statusCode()).isEqualTo(200);
            streams.add(response.body());
        }

        HttpResponse<InputStream> tooMany = open("");

        assertThat(tooMany.statusCode()).isEqualTo(503);
        assertThat(tooMany.headers().firstValue("Retry-After")).isPresent();
        for (InputStream stream : streams) {
            stream.close();
        }
    }

    @Test
    void shouldEndStreamsWhenItEnds() throws Exception {
        try (BufferedReader lines = read("?dashboard=serving")) {
            next(lines, "snapshot");

            hub.close();

            String line = lines.readLine();
            while (line != null) {
                line = lines.readLine();
            }
        }
    }
}
