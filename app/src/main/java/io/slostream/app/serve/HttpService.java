// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.slostream.app.UsageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Answers {@code GET} requests, each path by a function of its own. Read-only and bounded: few threads, few connections,
 * short time for a request; the engine does not notice abuse.
 */
public final class HttpService implements AutoCloseable {
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
    private final Map<String, Supplier<Answer>> routes;
    private final HttpServer server;
    private final ThreadPoolExecutor executor;

    /**
     * A server that answers from now on.
     *
     * @param port 0 for any free one
     * @param routes what answers a path
     * @throws UsageException when the address cannot be bound
     */
    public HttpService(String host, int port, Map<String, Supplier<Answer>> routes) {
        LIMITS.forEach((key, value) -> {
            if (System.getProperty(key) == null) {
                System.setProperty(key, value);
            }
        });
        this.host = host;
        this.routes = new TreeMap<>(routes);
        // What does not fit is dropped; its connection ends with the time for a request.
        this.executor = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(WAITING),
                HttpService::thread,
                new ThreadPoolExecutor.DiscardPolicy());
        try {
            server = HttpServer.create(new InetSocketAddress(host, port), BACKLOG);
        } catch (IOException | RuntimeException e) {
            executor.shutdownNow();
            throw new UsageException(
                    "nothing can be served on " + host + ":" + port + ": " + e.getMessage()
                            + "; write another http.port, or 0 for any free one",
                    e);
        }
        server.setExecutor(executor);
        server.createContext("/", this::answer);
        server.start();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "slostream-http");
        thread.setDaemon(true);
        return thread;
    }

    /** Where it listens. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Supplier<Answer> route = routes.get(exchange.getRequestURI().getPath());
            if (!isOurHost(exchange.getRequestHeaders().getFirst("Host"))) {
                send(exchange, problem(421, "misdirected", "this host name is not served here"));
            } else if (route == null) {
                send(exchange, problem(404, "not found", "there are " + String.join(", ", routes.keySet())));
            } else if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                send(exchange, problem(405, "method not allowed", "only GET is answered"));
            } else {
                send(exchange, route.get());
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

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.sendResponseHeaders(answer.code(), answer.body().length);
        exchange.getResponseBody().write(answer.body());
    }

    private static Answer problem(int code, String status, String problem) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("status", status);
            json.writeArrayFieldStart("problems");
            json.writeString(problem);
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Answer.json(code, out.toByteArray());
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
