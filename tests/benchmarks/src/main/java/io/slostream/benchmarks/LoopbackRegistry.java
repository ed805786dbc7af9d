// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A schema registry over loopback HTTP, as much of Confluent's API as an engine uses: register a schema, fetch one by
 * id. It knows the telemetry schemas under the ids of {@link Traffic.Registry} and takes every other schema.
 */
final class LoopbackRegistry implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BY_ID = "/schemas/ids/";

    private final HttpServer server;
    private final List<String> schemas = new ArrayList<>();

    private LoopbackRegistry(HttpServer server) {
        this.server = server;
        for (TelemetryKind kind : TelemetryKind.values()) {
            if (idOf(kind.schema().toString()) != Traffic.Registry.idOf(kind)) {
                throw new IllegalStateException("another id for " + kind);
            }
        }
    }

    /** Starts it on a free port. */
    static LoopbackRegistry start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            LoopbackRegistry registry = new LoopbackRegistry(server);
            server.createContext("/", registry::answer);
            server.start();
            return registry;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        boolean register = exchange.getRequestMethod().equals("POST");
        Map<String, Object> answer = register
                ? Map.of(
                        "id",
                        idOf(JSON.readTree(exchange.getRequestBody())
                                .get("schema")
                                .textValue()))
                : Map.of("schema", schema(path));
        byte[] body = JSON.writeValueAsBytes(answer);
        exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Ids count from 1. */
    private synchronized int idOf(String schema) {
        if (!schemas.contains(schema)) {
            schemas.add(schema);
        }
        return schemas.indexOf(schema) + 1;
    }

    private synchronized String schema(String path) {
        return schemas.get(Integer.parseInt(path.substring(path.indexOf(BY_ID) + BY_ID.length())) - 1);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
