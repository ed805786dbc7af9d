// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/** Serves the page and tells of a {@link StubWorld}, with the headers and refusals of the real server. */
final class StubServer implements AutoCloseable {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    private static final Set<String> NO_FOLDERS = Set.of("..", ".");

    final StubWorld world;
    private final StubAnswers answers;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Stream> streams = new CopyOnWriteArrayList<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger definitionsRead = new AtomicInteger();
    private volatile String token = "";
    private volatile int refusal;

    private record Stream(HttpExchange exchange, OutputStream out) {}

    StubServer(StubWorld world) {
        this.world = world;
        answers = new StubAnswers(world);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** From now on /api/ wants this token. */
    void wantToken(String wanted) {
        token = wanted;
    }

    /** From now on streams are refused with this status; 0 for none. */
    void refuseStreams(int status) {
        refusal = status;
    }

    /** How many streams have been opened. */
    int opened() {
        return opened.get();
    }

    /** How often the definitions have been read. */
    int definitionsRead() {
        return definitionsRead.get();
    }

    /** Tells all streams an event. */
    void push(String event, JsonNode data) {
        streams.forEach(stream -> tell(stream, event, data));
    }

    /** Ends all streams. */
    void dropStreams() {
        streams.forEach(stream -> stream.exchange.close());
        streams.clear();
    }

    private void tell(Stream stream, String event, JsonNode data) {
        try {
            stream.out.write(("event: " + event + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
            stream.out.flush();
        } catch (IOException e) {
            streams.remove(stream);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Security-Policy", POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        String path = exchange.getRequestURI().getPath();
        try {
            if (path.startsWith("/api/")) {
                api(exchange, path, query(exchange.getRequestURI().getRawQuery()));
            } else if (path.startsWith("/static/uplot/")) {
                file(exchange, "/META-INF/resources/webjars/uplot/1.6.30/dist/" + path.substring(14));
            } else if (path.startsWith("/static/")) {
                file(exchange, "/page/" + path.substring(8));
            } else {
                file(exchange, "/page/index.html");
            }
        } catch (IllegalArgumentException | NullPointerException e) {
            refuse(exchange, 404, "there is no such thing");
        }
    }

    private void api(HttpExchange exchange, String path, Map<String, String> query) throws IOException {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        if (!token.isEmpty() && !("Bearer " + token).equals(given)) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
            refuse(exchange, 401, "a token is wanted");
            return;
        }
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        switch (path) {
            case "/api/v1/definitions" -> {
                definitionsRead.incrementAndGet();
                json(exchange, world.definitions);
            }
            case "/api/v1/live" -> live(exchange, query);
            case "/api/v1/alerts" -> json(exchange, answers.alerts(query));
            case "/api/v1/history" -> json(exchange, answers.history(query));
            case "/api/v1/transitions" -> json(exchange, answers.transitions(query));
            case "/api/v1/events" -> json(exchange, answers.events(query));
            case "/api/v1/event" -> json(exchange, answers.event(query));
            default -> refuse(exchange, 404, "there is no such address");
        }
    }

    private void live(HttpExchange exchange, Map<String, String> query) throws IOException {
        if (refusal != 0) {
            exchange.getResponseHeaders().set("Retry-After", "1");
            refuse(exchange, refusal, "there is no room for another stream");
            return;
        }
        // Fails, as a 404, where the SLO has no such group.
        JsonNode summary = query.containsKey("group") ? answers.summary(query.get("slo"), query.get("group")) : null;
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        Stream stream = new Stream(exchange, exchange.getResponseBody());
        tell(stream, "snapshot", world.snapshot(query.get("dashboard"), query.get("slo")));
        if (summary != null) {
            tell(stream, "summary", summary);
        }
        streams.add(stream);
        opened.incrementAndGet();
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        if (raw != null) {
            for (String part : raw.split("&")) {
                int equals = part.indexOf('=');
                query.put(
                        part.substring(0, equals),
                        URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    private static void json(HttpExchange exchange, JsonNode answer) throws IOException {
        send(exchange, 200, "application/json", answer.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void refuse(HttpExchange exchange, int status, String problem) throws IOException {
        var body = StubDefinitions.JSON.createObjectNode().put("status", "refused");
        body.putArray("problems").add(problem);
        send(exchange, status, "application/json", body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void file(HttpExchange exchange, String resource) throws IOException {
        if (NO_FOLDERS.stream().anyMatch(part -> List.of(resource.split("/")).contains(part))) {
            refuse(exchange, 404, "there is no such file");
            return;
        }
        try (InputStream in = StubServer.class.getResourceAsStream(resource)) {
            if (in == null) {
                refuse(exchange, 404, "there is no such file");
                return;
            }
            exchange.getResponseHeaders().set("Cache-Control", "no-cache");
            send(exchange, 200, type(resource), in.readAllBytes());
        }
    }

    private static String type(String resource) {
        if (resource.endsWith(".html")) {
            return "text/html;charset=utf-8";
        }
        return resource.endsWith(".css") ? "text/css;charset=utf-8" : "text/javascript;charset=utf-8";
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(body);
        }
        exchange.sendResponseHeaders(status, packed.size());
        exchange.getResponseBody().write(packed.toByteArray());
        exchange.close();
    }

    @Override
    public void close() {
        dropStreams();
        server.stop(0);
        threads.shutdownNow();
    }
}
