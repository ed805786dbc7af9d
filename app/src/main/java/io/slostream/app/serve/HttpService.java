// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.serve;

import io.slostream.app.UsageException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.eclipse.jetty.compression.gzip.GzipCompression;
import org.eclipse.jetty.compression.server.CompressionConfig;
import org.eclipse.jetty.compression.server.CompressionHandler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Answers {@code GET} and {@code HEAD} requests, each path by a function of its own. Read-only and bounded: few threads,
 * few connections, short headers, no bodies, little time; the engine does not notice abuse.
 */
public final class HttpService implements AutoCloseable {
    /** How many connections there are at once; the next wait until one ends. */
    static final int MAX_CONNECTIONS = 100;
    /** Headers of a request, the line with its URL included. */
    static final int MAX_HEADER_BYTES = 16 << 10;

    private static final int MAX_THREADS = 16;
    private static final int MIN_THREADS = 4;
    private static final int BACKLOG = 64;
    private static final int ONE = 1;

    private final Server server;
    private final ServerConnector connector;
    private final ConnectionWatch watch;

    /**
     * How long things may take, milliseconds.
     *
     * @param request from its first byte to the end of its headers
     * @param answer from there to its last byte; an expensive read may wait for others before it begins
     * @param idle nothing moves on a connection
     */
    record Times(long request, long answer, long idle) {
        static final Times USUAL = new Times(5_000, 150_000, 10_000);
    }

    /**
     * A server that answers anybody from now on.
     *
     * @param port 0 for any free one
     * @param routes what answers a path
     * @throws UsageException when the address cannot be bound
     */
    public HttpService(String host, int port, Map<String, Supplier<Answer>> routes) {
        this(host, port, Access.open(host, List.of()), fixed(routes), Map.of());
    }

    /**
     * A server that answers from now on.
     *
     * @param port 0 for any free one
     * @param access under which names, and to whom
     * @param paths what answers a path
     * @param folders what answers every path that begins so and is not among them
     * @throws UsageException when the address cannot be bound
     */
    public HttpService(String host, int port, Access access, Map<String, Route> paths, Map<String, Route> folders) {
        this(host, port, access, paths, folders, Times.USUAL);
    }

    HttpService(
            String host, int port, Access access, Map<String, Route> paths, Map<String, Route> folders, Times times) {
        watch = new ConnectionWatch(times.request(), times.answer());
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        threads.setName("slostream-http");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        server = new Server(threads);
        connector = new ServerConnector(server, ONE, ONE, new HttpConnectionFactory(configuration()));
        connector.setHost(host);
        connector.setPort(port);
        connector.setAcceptQueueSize(BACKLOG);
        connector.setIdleTimeout(times.idle());
        connector.addBean(watch);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, connector));
        server.setErrorHandler(new ErrorAnswers());
        server.setHandler(new Gate(access, watch, compressing(new Router(paths, folders))));
        try {
            server.start();
        } catch (Exception e) { // what a server's start declares
            close();
            throw new UsageException(
                    "nothing can be served on " + host + ":" + port + ": " + root(e).getMessage()
                            + "; write another http.port, or 0 for any free one",
                    e);
        }
    }

    /** Routes whose answers are at hand. */
    public static Map<String, Route> fixed(Map<String, Supplier<Answer>> answers) {
        Map<String, Route> routes = new TreeMap<>();
        answers.forEach((path, answer) -> routes.put(path, exchange -> exchange.answer(answer.get())));
        return routes;
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setRequestHeaderSize(MAX_HEADER_BYTES);
        configuration.setSendServerVersion(false);
        configuration.setSendXPoweredBy(false);
        // A body is refused, so there is nothing to read of it for the sake of the next request.
        configuration.setMaxUnconsumedRequestContentReads(0);
        return configuration;
    }

    /** Streams are left alone: a compressor would hold events back. */
    private static CompressionHandler compressing(Router router) {
        CompressionHandler handler = new CompressionHandler(router);
        handler.putCompression(new GzipCompression());
        handler.putConfiguration(
                "/",
                CompressionConfig.builder()
                        .compressIncludeMethod("GET")
                        .compressExcludeMimeType("text/event-stream")
                        .compressExcludeMimeType("image/png")
                        .compressExcludeMimeType("font/woff2")
                        .decompressExcludePath("/*")
                        .build());
        return handler;
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** Where it listens. */
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        watch.close();
        try {
            server.stop();
        } catch (Exception e) { // what a server's stop declares; what is left of it are daemon threads
            throw new IllegalStateException("the HTTP server did not stop", e);
        } finally {
            server.destroy();
        }
    }
}
