// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slostream.app.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every limit, from outside, over a socket. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HttpServiceTest {
    private static final String HOST = "Host: 127.0.0.1\r\n";
    private static final String CLOSE = "Connection: close\r\n";
    private static final String TOKEN = "s3cret-Token";
    private static final int BIG = 64 << 20;

    private final CountDownLatch streamEnded = new CountDownLatch(1);
    private volatile EventStream stream;
    private final HttpService server = new HttpService(
            "127.0.0.1",
            0,
            Access.withToken("127.0.0.1", List.of("slo.Example.org"), TOKEN),
            Map.of(
                    "/health/live",
                    exchange -> exchange.answer(Answer.text("text/plain", "alive")),
                    "/metrics",
                    exchange -> exchange.answer(
                            Answer.text("text/plain; version=0.0.4; charset=utf-8", "metrics\n".repeat(500))),
                    "/api/data",
                    HttpServiceTest::data,
                    "/big",
                    exchange -> exchange.answer(new Answer(200, "image/png", new byte[BIG], Map.of())),
                    "/fails",
                    HttpServiceTest::fail,
                    "/stream",
                    this::stream),
            Map.of("/slos/", exchange -> exchange.answer(Answer.text("text/plain", exchange.path()))),
            new HttpService.Times(1_000, 3_000, 2_000));

    private static void data(Exchange exchange) {
        String name = exchange.query().only("name").required("name");
        exchange.answer(Answer.json(200, json -> json.writeStringField("name", name))
                .with("ETag", "\"abc\"")
                .with("Cache-Control", "no-cache"));
    }

    private static void fail(Exchange exchange) {
        throw new IllegalStateException("a secret of the engine");
    }

    private void stream(Exchange exchange) {
        EventStream opened = exchange.stream();
        opened.whenClosed(streamEnded::countDown);
        stream = opened;
        opened.send("event: snapshot\ndata: {}\n\n".getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String get(String path, String... headers) throws IOException {
        return RawHttp.get(server.port(), path, headers);
    }

    private String ask(String request) throws IOException {
        return RawHttp.ask(server.port(), request);
    }

    @Test
    void shouldAnswerWithHeadersThatProtectABrowser() throws Exception {
        assertThat(get("/health/live"))
                .startsWith("HTTP/1.1 200 ")
                .contains("Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self';"
                        + " img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none';"
                        + " form-action 'none'\r\n")
                .contains("X-Content-Type-Options: nosniff\r\n")
                .contains("Referrer-Policy: no-referrer\r\n")
                .contains("X-Frame-Options: DENY\r\n")
                .contains("Cross-Origin-Resource-Policy: same-origin\r\n")
                .contains("Cache-Control: no-store\r\n")
                .doesNotContain("Server:")
                .endsWith("\r\n\r\nalive");
    }

    @Test
    void shouldAnswerHeadWithoutBody() throws Exception {
        assertThat(ask("HEAD /health/live HTTP/1.1\r\n" + HOST + CLOSE + "\r\n"))
                .startsWith("HTTP/1.1 200 ")
                .contains("Content-Length: 5\r\n")
                .endsWith("\r\n\r\n");
    }

    @Test
    void shouldRefuseOtherMethods() throws Exception {
        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "BREW")) {
            assertThat(ask(method + " /health/live HTTP/1.1\r\n" + HOST + CLOSE + "Content-Length: 0\r\n\r\n"))
                    .as(method)
                    .startsWith("HTTP/1.1 405 ")
                    .contains("Allow: GET, HEAD\r\n")
                    .contains("{\"status\":\"method not allowed\",\"problems\":[");
        }
    }

    @Test
    void shouldRefuseBodies() throws Exception {
        assertThat(ask("GET /health/live HTTP/1.1\r\n" + HOST + "Content-Length: 3\r\n\r\nabc"))
                .startsWith("HTTP/1.1 413 ");
        assertThat(ask("GET /health/live HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"))
                .startsWith("HTTP/1.1 413 ")
                .contains("Connection: close");
    }

    @Test
    void shouldAnswerUnderItsOwnNamesOnly() throws Exception {
        for (String name : List.of("127.0.0.1", "localhost:80", "10.1.2.3:8080", "[::1]:8080", "SLO.example.ORG:443")) {
            assertThat(ask("GET /health/live HTTP/1.1\r\nHost: " + name + "\r\n" + CLOSE + "\r\n"))
                    .as(name)
                    .startsWith("HTTP/1.1 200 ");
        }
        for (String name : List.of("attacker.example", "localhost.attacker.example", "dead", "slo.example.org.evil")) {
            assertThat(ask("GET /health/live HTTP/1.1\r\nHost: " + name + "\r\n" + CLOSE + "\r\n"))
                    .as(name)
                    .startsWith("HTTP/1.1 421 ");
        }
        assertThat(ask("GET http://attacker.example/health/live HTTP/1.1\r\n" + HOST + CLOSE + "\r\n"))
                .containsPattern("^HTTP/1.1 (400|421) ");
        assertThat(ask("GET /health/live HTTP/1.0\r\n\r\n")).containsPattern("^HTTP/1.1 (400|421) ");
        assertThat(ask("GET /health/live HTTP/1.1\r\n" + CLOSE + "\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(ask("GET /health/live HTTP/1.1\r\n" + HOST + "Host: attacker.example\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
    }

    @Test
    void shouldRefuseLongUrlsAndHeaders() throws Exception {
        assertThat(get("/slos/" + "a".repeat(4 << 10))).startsWith("HTTP/1.1 414 ");
        assertThat(get("/slos/" + "a".repeat(HttpService.MAX_HEADER_BYTES + 10)))
                .startsWith("HTTP/1.1 414 ")
                .contains("X-Frame-Options: DENY")
                .contains("{\"status\":\"uri too long\",\"problems\":[");
        assertThat(get("/health/live", "X: " + "a".repeat(HttpService.MAX_HEADER_BYTES)))
                .startsWith("HTTP/1.1 431 ")
                .contains("{\"status\":\"request header fields too large\",\"problems\":[");
    }

    @Test
    void shouldRefuseWhatIsNoRequest() throws Exception {
        assertThat(ask("nonsense\r\n\r\n")).startsWith("HTTP/1.1 400 ").doesNotContain("nonsense");
        assertThat(get("/slos/%2e%2e/secret")).startsWith("HTTP/1.1 400 ");
        assertThat(get("/slos/%zz")).startsWith("HTTP/1.1 400 ");
        assertThat(get("/slos/a%00b")).startsWith("HTTP/1.1 400 ");
        assertThat(get("/slos/../health/live")).endsWith("alive");
    }

    @Test
    void shouldReadQueriesStrictly() throws Exception {
        String token = "Authorization: Bearer " + TOKEN;

        assertThat(get("/api/data?name=%C3%A4%22%3Cb%3E", token)).endsWith("{\"name\":\"Ã¤\\\"<b>\"}");
        assertThat(get("/api/data", token)).startsWith("HTTP/1.1 400 ").contains("the parameter name is missing");
        assertThat(get("/api/data?name=a&name=b", token)).startsWith("HTTP/1.1 400 ");
        assertThat(get("/api/data?name=a&nam=b", token)).startsWith("HTTP/1.1 400 ");
        assertThat(get("/api/data?name=%ff%fe", token)).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void shouldAskForTheTokenWhereThereIsData() throws Exception {
        for (String path : List.of("/api/data?name=a", "/metrics", "/api/nothing")) {
            assertThat(get(path))
                    .as(path)
                    .startsWith("HTTP/1.1 401 ")
                    .contains("WWW-Authenticate: Bearer realm=\"slostream\"\r\n")
                    .doesNotContain(TOKEN);
            assertThat(get(path, "Authorization: Bearer " + TOKEN + "x")).startsWith("HTTP/1.1 401 ");
            assertThat(get(path, "Authorization: Basic " + TOKEN)).startsWith("HTTP/1.1 401 ");
        }
        assertThat(get("/metrics", "Authorization: bearer " + TOKEN)).endsWith("metrics\n");
        assertThat(get("/health/live")).endsWith("alive");
        assertThat(get("/slos/ttft")).endsWith("/slos/ttft");
        // The path is looked at as it is answered.
        assertThat(get("/slos/../metrics")).startsWith("HTTP/1.1 401 ");
        assertThat(get("/%6detrics")).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void shouldCompressAndRevalidate() throws Exception {
        String token = "Authorization: Bearer " + TOKEN;
        String path = "/api/data?name=" + "a".repeat(2_000);

        String compressed = get(path, token, "Accept-Encoding: gzip");

        assertThat(compressed).contains("Content-Encoding: gzip\r\n").contains("Vary: Accept-Encoding");
        assertThat(compressed.length()).isLessThan(1_200);
        assertThat(get(path, token, "Accept-Encoding: gzip;q=0")).contains("\"name\":\"aaaa");
        String tag = compressed
                .lines()
                .filter(line -> line.startsWith("ETag: "))
                .findFirst()
                .orElseThrow()
                .substring("ETag: ".length());
        assertThat(get(path, token, "Accept-Encoding: gzip", "If-None-Match: " + tag))
                .startsWith("HTTP/1.1 304 ");
        assertThat(get(path, token, "If-None-Match: \"abc\"")).startsWith("HTTP/1.1 304 ");
        assertThat(get(path, token, "If-None-Match: \"other\"")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void shouldSayNothingOfItsOwnFailures() throws Exception {
        assertThat(get("/fails"))
                .startsWith("HTTP/1.1 500 ")
                .contains("{\"status\":\"error\"")
                .doesNotContain("secret")
                .doesNotContain("Exception");
    }

    @Test
    void shouldListWhatThereIs() throws Exception {
        assertThat(get("/nothing")).startsWith("HTTP/1.1 404 ").contains("/health/live, /metrics");
    }

    @Test
    void shouldEndConnectionsThatSendTooSlowly() throws Exception {
        try (RawHttp dripping = new RawHttp(server.port());
                RawHttp stuck = new RawHttp(server.port())) {
            stuck.send("GET /health/live HTTP/1.1\r\nHo");
            dripping.send("GET /health/live HTTP/1.1\r\n" + HOST + "X: ");
            long began = System.nanoTime();
            boolean ended = false;
            while (!ended && System.nanoTime() - began < TimeUnit.SECONDS.toNanos(30)) {
                Thread.sleep(250);
                try {
                    dripping.send("a");
                } catch (IOException e) {
                    ended = true;
                }
            }

            assertThat(ended)
                    .as("a byte four times a second keeps no connection")
                    .isTrue();
            assertThat(stuck.readToEnd()).doesNotContain(" 200 ");
        }
    }

    @Test
    void shouldEndConnectionsThatReadTooSlowly() throws Exception {
        try (RawHttp slow = new RawHttp(server.port())) {
            slow.send("GET /big HTTP/1.1\r\n" + HOST + "\r\n");
            slow.readUntil("\r\n\r\n");
            // Some bytes now and then keep the connection from being idle, and do not keep it.
            long read = 0;
            int more = slow.read(64 << 10);
            while (more > 0) {
                read += more;
                Thread.sleep(100);
                more = slow.read(64 << 10);
            }

            assertThat(read).isLessThan(BIG);
        }
    }

    @Test
    void shouldServeMoreConnectionsThanItKeepsAtOnce() throws Exception {
        List<RawHttp> idle = new ArrayList<>();
        try {
            for (int i = 0; i < HttpService.MAX_CONNECTIONS + 20; i++) {
                idle.add(new RawHttp(server.port()));
            }
            // The last one waits until idle ones have been given up.
            RawHttp last = idle.get(idle.size() - 1);
            last.send("GET /health/live HTTP/1.1\r\n" + HOST + CLOSE + "\r\n");
            assertThat(last.readToEnd()).endsWith("alive");
        } finally {
            for (RawHttp http : idle) {
                http.close();
            }
        }
    }

    @Test
    void shouldCutOffAReaderThatDoesNotRead() throws Exception {
        try (RawHttp lazy = new RawHttp(server.port())) {
            lazy.send("GET /stream HTTP/1.1\r\n" + HOST + "\r\n");
            lazy.readUntil("data: {}\n\n");
            byte[] big = new byte[1 << 20];
            for (int i = 0; i < 200 && streamEnded.getCount() > 0; i++) {
                stream.send(big);
            }

            assertThat(streamEnded.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(get("/health/live")).endsWith("alive");
        }
    }

    @Test
    void shouldStreamEventsAndEndThem() throws Exception {
        try (RawHttp reader = new RawHttp(server.port())) {
            reader.send("GET /stream HTTP/1.1\r\n" + HOST + "Accept-Encoding: gzip\r\n\r\n");
            String head = reader.readUntil("data: {}\n\n");
            assertThat(head).contains("Content-Type: text/event-stream").doesNotContain("gzip");

            stream.send("event: beat\ndata: 1\n\n".getBytes(StandardCharsets.UTF_8));
            reader.readUntil("data: 1\n\n");
            stream.end();
            reader.readUntil("0\r\n\r\n");

            assertThat(streamEnded.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void shouldLetAStreamGoOnLongerThanAnAnswerMayTake() throws Exception {
        HttpService.Times shortAnswers = new HttpService.Times(1_000, 300, 10_000);
        try (HttpService brief = new HttpService(
                        "127.0.0.1",
                        0,
                        Access.open("127.0.0.1", List.of()),
                        Map.of("/stream", this::stream),
                        Map.of(),
                        shortAnswers);
                RawHttp reader = new RawHttp(brief.port())) {
            reader.send("GET /stream HTTP/1.1\r\n" + HOST + "\r\n");
            reader.readUntil("data: {}\n\n");

            // The watch looks twice a second.
            Thread.sleep(1_500);
            stream.send("event: beat\ndata: 1\n\n".getBytes(StandardCharsets.UTF_8));

            reader.readUntil("data: 1\n\n");
            assertThat(streamEnded.getCount()).isEqualTo(1);
        }
    }

    @Test
    void shouldSayThatAnAddressIsTaken() {
        assertThatThrownBy(() -> new HttpService("127.0.0.1", server.port(), Map.of()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("nothing can be served on 127.0.0.1:" + server.port())
                .hasMessageContaining("write another http.port");
    }
}
