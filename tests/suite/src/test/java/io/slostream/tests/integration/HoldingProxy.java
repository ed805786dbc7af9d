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
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * Passes requests on to a receiver and its answers back. Of a request that it is told to look for it keeps the answer: the
 * receiver has taken it, and the sender does not know.
 */
final class HoldingProxy implements AutoCloseable {
    private final String receiver;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile Held held;

    /** What is looked for, the receiver's status, and until when its answer is kept. */
    private record Held(Predicate<JsonNode> sought, CompletableFuture<Integer> status, CountDownLatch released) {}

    private HoldingProxy(String receiver, HttpServer server) {
        this.receiver = receiver;
        this.server = server;
    }

    /** Before the receiver at this address. */
    static HoldingProxy before(String receiver) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        HoldingProxy proxy = new HoldingProxy(receiver, server);
        server.createContext("/", proxy::pass);
        server.setExecutor(proxy.threads);
        server.start();
        return proxy;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The status that the receiver gives to the next such request; the sender gets no answer until {@link #release}. */
    CompletableFuture<Integer> hold(Predicate<JsonNode> sought) {
        Held next = new Held(sought, new CompletableFuture<>(), new CountDownLatch(1));
        held = next;
        return next.status();
    }

    /** Holds nothing any more. */
    void release() {
        Held last = held;
        held = null;
        last.released().countDown();
    }

    private void pass(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        try (exchange) {
            HttpResponse<byte[]> answer = client.send(
                    HttpRequest.newBuilder(URI.create(receiver + exchange.getRequestURI()))
                            .header("Content-Type", exchange.getRequestHeaders().getFirst("Content-Type"))
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            Held now = held;
            if (now != null && now.sought().test(new ObjectMapper().readTree(body))) {
                now.status().complete(answer.statusCode());
                now.released().await();
            }
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
