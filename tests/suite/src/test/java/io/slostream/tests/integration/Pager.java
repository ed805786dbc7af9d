// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Takes what is sent to it by HTTP and keeps it; answers with a status that can be changed. */
final class Pager implements AutoCloseable {
    private final HttpServer server;
    private final List<JsonNode> received = new ArrayList<>();
    private volatile int status = 200;
    private volatile boolean hangs;

    Pager() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", this::take);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    }

    void answer(int code) {
        status = code;
    }

    /** From now on requests are taken and never answered. */
    void hang() {
        hangs = true;
    }

    private void take(HttpExchange exchange) throws IOException {
        JsonNode body = new ObjectMapper().readTree(exchange.getRequestBody().readAllBytes());
        synchronized (received) {
            received.add(body);
        }
        if (hangs) {
            return;
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    /** Forgets what it got. */
    void clear() {
        synchronized (received) {
            received.clear();
        }
    }

    /** Bodies so far. */
    List<JsonNode> received() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    /** CloudEvents so far, as {@code triggered math}. */
    List<String> events() {
        return received().stream()
                .flatMap(body -> body.isArray() ? StreamSupport.stream(body.spliterator(), false) : Stream.of(body))
                .map(event -> event.path("type").asText().replace("io.slostream.alert.", "") + " "
                        + event.path("data").path("group").asText())
                .toList();
    }

    /** Alerts in Alertmanager's notifications so far, in their order: an alert that is told twice stands here twice. */
    List<JsonNode> alerts() {
        List<JsonNode> alerts = new ArrayList<>();
        received().forEach(body -> body.path("alerts").forEach(alerts::add));
        return alerts;
    }

    long count(String state, String group) {
        return alerts().stream().filter(is(state, group)).count();
    }

    static Predicate<JsonNode> is(String state, String group) {
        return alert -> alert.path("status").asText().equals(state)
                && alert.path("labels").path("group").asText().equals(group);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
