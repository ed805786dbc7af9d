// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.slostream.app.UsageException;
import io.slostream.topology.accumulate.Accounting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Serves {@code GET /health/live} and {@code GET /health/ready}: 200 or 503 with a JSON body. Read-only and bounded:
 * few threads, few connections, short time for a request; the engine does not notice abuse.
 */
final class HealthServer implements AutoCloseable {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int THREADS = 4;
    private static final int WAITING = 64;
    private static final int BACKLOG = 64;
    private static final String IP_LITERAL = "\\[?[0-9a-fA-F:.]+]?";

    /** Off by default in the JDK; read when its server class is loaded, and left alone where the user has set them. */
    private static final Map<String, String> LIMITS = Map.of(
            "sun.net.httpserver.maxReqTime", "5",
            "sun.net.httpserver.maxRspTime", "5",
            "sun.net.httpserver.maxReqHeaders", "50",
            "sun.net.httpserver.idleInterval", "10",
            "jdk.httpserver.maxConnections", "100");

    private final String host;
    private final EngineHealth health;
    private final HttpServer server;
    private final ThreadPoolExecutor executor;

    /**
     * A server that answers from now on.
     *
     * @throws UsageException when the address cannot be bound
     */
    HealthServer(EngineConfig.Health address, EngineHealth health) {
        LIMITS.forEach((key, value) -> {
            if (System.getProperty(key) == null) {
                System.setProperty(key, value);
            }
        });
        this.host = address.host();
        this.health = health;
        // What does not fit is dropped; its connection ends with the time for a request.
        this.executor = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(WAITING),
                HealthServer::thread,
                new ThreadPoolExecutor.DiscardPolicy());
        try {
            server = HttpServer.create(new InetSocketAddress(host, address.port()), BACKLOG);
        } catch (IOException | RuntimeException e) {
            executor.shutdownNow();
            throw new UsageException(
                    "health cannot be served on " + host + ":" + address.port() + ": " + e.getMessage()
                            + "; write another health.port, or 0 for any free one",
                    e);
        }
        server.setExecutor(executor);
        server.createContext("/", this::answer);
        server.start();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "slostream-health");
        thread.setDaemon(true);
        return thread;
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (!isOurHost(exchange.getRequestHeaders().getFirst("Host"))) {
                send(exchange, 421, body("misdirected", "", List.of("this host name is not served here")));
            } else if (!path.equals("/health/live") && !path.equals("/health/ready")) {
                send(exchange, 404, body("not found", "", List.of("there are /health/live and /health/ready")));
            } else if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                send(exchange, 405, body("method not allowed", "", List.of("only GET is answered")));
            } else if (path.equals("/health/live")) {
                EngineHealth.Report report = health.live();
                send(exchange, report.good() ? 200 : 503, body(report.good() ? "live" : "dead", report));
            } else {
                EngineHealth.Report report = health.ready();
                send(exchange, report.good() ? 200 : 503, readiness(report));
            }
        }
    }

    /** A page in a browser may reach loopback under a name of its own; numbers and our own name cannot be faked so. */
    private boolean isOurHost(String header) {
        if (header == null) {
            return false;
        }
        String name = header.replaceFirst(":[0-9]+$", "").toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.equals(host.toLowerCase(Locale.ROOT)) || name.matches(IP_LITERAL);
    }

    private static void send(HttpExchange exchange, int code, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.sendResponseHeaders(code, body.length);
        exchange.getResponseBody().write(body);
    }

    /** With where records went: the first thing that somebody asks whose events show no effect. */
    private byte[] readiness(EngineHealth.Report report) throws IOException {
        return body(
                report.good() ? "ready" : "not ready",
                report.state(),
                report.problems(),
                Optional.of(health.accounting()));
    }

    private static byte[] body(String status, EngineHealth.Report report) throws IOException {
        return body(status, report.state(), report.problems());
    }

    private static byte[] body(String status, String state, List<String> problems) throws IOException {
        return body(status, state, problems, Optional.empty());
    }

    private static byte[] body(String status, String state, List<String> problems, Optional<Accounting> events)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("status", status);
            if (!state.isEmpty()) {
                json.writeStringField("state", state);
            }
            json.writeArrayFieldStart("problems");
            for (String problem : problems) {
                json.writeString(problem);
            }
            json.writeEndArray();
            if (events.isPresent()) {
                RunSummary.writeEvents(json, events.get());
            }
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
