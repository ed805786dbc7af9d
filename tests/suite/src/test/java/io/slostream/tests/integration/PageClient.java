// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Predicate;

/** Asks an engine for what its page asks for. */
final class PageClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final int port;
    private final String token;

    PageClient(int port, String token) {
        this.port = port;
        this.token = token;
    }

    /** A name and a value of a query. */
    static String parameter(String name, Object value) {
        return name + "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8);
    }

    private HttpRequest request(String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + pathAndQuery))
                .timeout(WITHIN)
                .header("Authorization", "Bearer " + token)
                .build();
    }

    HttpResponse<String> get(String pathAndQuery) throws IOException, InterruptedException {
        return CLIENT.send(request(pathAndQuery), HttpResponse.BodyHandlers.ofString());
    }

    int status(String pathAndQuery) throws IOException, InterruptedException {
        return get(pathAndQuery).statusCode();
    }

    /** The body of an answer that must be good. */
    JsonNode json(String pathAndQuery) throws IOException, InterruptedException {
        HttpResponse<String> response = get(pathAndQuery);
        if (response.statusCode() != 200) {
            throw new AssertionError(pathAndQuery + ": " + response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body());
    }

    Stream stream(String query) throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                CLIENT.send(request("/api/v1/live" + query), HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw new AssertionError("live" + query + ": " + response.statusCode());
        }
        return new Stream(new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
    }

    /** One event of a stream. */
    record Event(String name, JsonNode data) {}

    /** A live stream. */
    record Stream(BufferedReader lines) implements AutoCloseable {

        /** The next event, null at the end. */
        Event next() throws IOException {
            String name = null;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    name = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    return new Event(name, JSON.readTree(line.substring("data: ".length())));
                }
            }
            return null;
        }

        /** The next event that is wanted; the test's own time limit bounds how long this waits. */
        Event await(Predicate<Event> wanted) throws IOException {
            for (Event event = next(); event != null; event = next()) {
                if (wanted.test(event)) {
                    return event;
                }
            }
            throw new AssertionError("the stream ended");
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }
}
