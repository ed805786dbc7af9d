// SPDX-License-Identifier: Apache-2.0
package io.slostream.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The protocol as a client sees it. */
class EmbeddedRegistryTest {
    private static final String LONG = "{\"schema\":\"\\\"long\\\"\"}";
    private static final String STRING = "{\"schema\":\"\\\"string\\\"\"}";

    private final EmbeddedRegistry registry = EmbeddedRegistry.start();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void shouldGiveOneIdToOneSchemaWhateverTheSubject() throws Exception {
        assertThat(post("/subjects/a-value/versions", LONG)).isEqualTo("200 {\"id\":1}");
        assertThat(post("/subjects/b-value/versions", STRING)).isEqualTo("200 {\"id\":2}");
        assertThat(post("/subjects/b-value/versions", LONG)).isEqualTo("200 {\"id\":1}");

        assertThat(get("/schemas/ids/2")).isEqualTo("200 {\"schema\":\"\\\"string\\\"\"}");
        assertThat(get("/subjects")).isEqualTo("200 [\"a-value\",\"b-value\"]");
        assertThat(get("/subjects/b-value/versions")).isEqualTo("200 [1,2]");
        assertThat(get("/subjects/b-value/versions/latest"))
                .startsWith("200 ")
                .contains("\"version\":2")
                .contains("\"id\":1");
        assertThat(post("/subjects/b-value", LONG)).startsWith("200 ").contains("\"version\":2");
    }

    @Test
    void shouldSayWhatItDoesNotKnowWithTheProtocolsCodes() throws Exception {
        assertThat(get("/schemas/ids/7")).startsWith("404 ").contains("40403");
        assertThat(get("/subjects/none/versions")).startsWith("404 ").contains("40401");
        assertThat(post("/subjects/none", LONG)).startsWith("404 ").contains("40401");
        assertThat(post("/subjects/a-value/versions", "no json"))
                .startsWith("422 ")
                .contains("42201");
        assertThat(get("/config")).startsWith("404 ");
    }

    private String get(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(registry.url() + path)).build());
    }

    private String post(String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(registry.url() + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private String send(HttpRequest request) throws Exception {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }
}
