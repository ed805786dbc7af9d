// SPDX-License-Identifier: Apache-2.0
package io.slostream.broker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * A schema registry inside this JVM, on loopback, in memory: the part of Confluent's protocol that producers and consumers
 * use. Registering, looking up, reading by id, subjects and versions; no compatibility check, no deletion. For the demo and
 * tests, beside {@link EmbeddedBroker}.
 */
public final class EmbeddedRegistry implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_BODY_BYTES = 1 << 20;
    private static final int SUBJECT_NOT_FOUND = 40401;
    private static final int VERSION_NOT_FOUND = 40402;
    private static final int SCHEMA_NOT_FOUND = 40403;
    private static final int INVALID_SCHEMA = 42201;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2, task -> {
        Thread thread = new Thread(task, "embedded-registry");
        thread.setDaemon(true);
        return thread;
    });
    /** Index + 1 is the id. */
    private final List<String> schemas = new ArrayList<>();
    /** Ids by subject, oldest version first. */
    private final Map<String, List<Integer>> subjects = new TreeMap<>();

    private EmbeddedRegistry(HttpServer server) {
        this.server = server;
    }

    /** Starts on a free port. */
    public static EmbeddedRegistry start() {
        return start(0);
    }

    /**
     * Starts on this port.
     *
     * @param port 0 for a free one
     * @throws UncheckedIOException when it is taken
     */
    public static EmbeddedRegistry start(int port) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            EmbeddedRegistry registry = new EmbeddedRegistry(server);
            server.createContext("/", registry::handle);
            server.setExecutor(registry.threads);
            server.start();
            return registry;
        } catch (IOException e) {
            throw new UncheckedIOException("no registry can be started on loopback, port " + port, e);
        }
    }

    /** The address for {@code schema.registry.url}. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private record Answer(int status, Object body) {
        static Answer ok(Object body) {
            return new Answer(200, body);
        }

        static Answer error(int code, String message) {
            return new Answer(code / 100, Map.of("error_code", code, "message", message));
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange);
            byte[] body = JSON.writeValueAsBytes(answer.body());
            exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        List<String> path = path(exchange.getRequestURI().getRawPath());
        if (exchange.getRequestMethod().equals("POST")) {
            byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES);
            if (path.size() == 3
                    && path.get(0).equals("subjects")
                    && path.get(2).equals("versions")) {
                return register(path.get(1), body);
            } else if (path.size() == 2 && path.get(0).equals("subjects")) {
                return lookUp(path.get(1), body);
            }
        } else if (exchange.getRequestMethod().equals("GET")) {
            return read(path);
        }
        return Answer.error(40400, "this registry of a demo does not know " + exchange.getRequestURI());
    }

    private static List<String> path(String raw) {
        List<String> parts = new ArrayList<>();
        for (String part : raw.split("/", -1)) {
            if (!part.isEmpty()) {
                parts.add(URLDecoder.decode(part, StandardCharsets.UTF_8));
            }
        }
        return parts;
    }

    private synchronized Answer register(String subject, byte[] body) throws IOException {
        String schema = schema(body);
        if (schema == null) {
            return Answer.error(INVALID_SCHEMA, "the body is no JSON object with a field schema");
        }
        int id = schemas.indexOf(schema) + 1;
        if (id == 0) {
            schemas.add(schema);
            id = schemas.size();
        }
        List<Integer> versions = subjects.computeIfAbsent(subject, absent -> new ArrayList<>());
        if (!versions.contains(id)) {
            versions.add(id);
        }
        return Answer.ok(Map.of("id", id));
    }

    private synchronized Answer lookUp(String subject, byte[] body) throws IOException {
        List<Integer> versions = subjects.get(subject);
        if (versions == null) {
            return Answer.error(SUBJECT_NOT_FOUND, "Subject '" + subject + "' not found.");
        }
        int version = versions.indexOf(schemas.indexOf(schema(body)) + 1) + 1;
        return version == 0 ? Answer.error(SCHEMA_NOT_FOUND, "Schema not found") : version(subject, version);
    }

    private synchronized Answer read(List<String> path) {
        if (path.size() == 3 && path.get(0).equals("schemas") && path.get(1).equals("ids")) {
            int id = number(path.get(2));
            return id < 1 || id > schemas.size()
                    ? Answer.error(SCHEMA_NOT_FOUND, "Schema " + path.get(2) + " not found")
                    : Answer.ok(Map.of("schema", schemas.get(id - 1)));
        } else if (path.size() == 1 && path.get(0).equals("subjects")) {
            return Answer.ok(subjects.keySet());
        } else if (path.size() >= 3
                && path.get(0).equals("subjects")
                && path.get(2).equals("versions")) {
            List<Integer> versions = subjects.get(path.get(1));
            if (versions == null) {
                return Answer.error(SUBJECT_NOT_FOUND, "Subject '" + path.get(1) + "' not found.");
            } else if (path.size() == 3) {
                return Answer.ok(IntStream.rangeClosed(1, versions.size()).toArray());
            }
            int version = path.get(3).equals("latest") ? versions.size() : number(path.get(3));
            return version < 1 || version > versions.size()
                    ? Answer.error(VERSION_NOT_FOUND, "Version " + path.get(3) + " not found.")
                    : version(path.get(1), version);
        }
        return Answer.error(40400, "this registry of a demo does not know /" + String.join("/", path));
    }

    private Answer version(String subject, int version) {
        int id = subjects.get(subject).get(version - 1);
        return Answer.ok(Map.of("subject", subject, "id", id, "version", version, "schema", schemas.get(id - 1)));
    }

    private static String schema(byte[] body) throws IOException {
        try {
            JsonNode schema = JSON.readTree(body).get("schema");
            return schema == null || !schema.isTextual() ? null : schema.textValue();
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
