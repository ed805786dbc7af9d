// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.serve;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends connections that take too long, however busy they seem: the server's own idle timeout begins anew with every byte.
 * A request must have come whole, and an answer must have been read, within their time; streams have none.
 */
final class ConnectionWatch implements Connection.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionWatch.class);
    private static final long LOOK_EVERY_MS = 500;

    private final long requestWithinNanos;
    private final long answerWithinNanos;
    private final Map<Connection, Watched> connections = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "slostream-http-watch");
        thread.setDaemon(true);
        return thread;
    });

    private enum Phase {
        WAITING,
        ANSWERING,
        STREAMING
    }

    private static final class Watched {
        private Phase phase = Phase.WAITING;
        private long bytesIn;
        /** Since when a request is coming, or an answer being made and read; 0: neither. */
        private long sinceNanos;

        private synchronized void turnTo(Phase next, long bytes) {
            phase = next;
            bytesIn = bytes;
            sinceNanos = next == Phase.ANSWERING ? System.nanoTime() : 0;
        }
    }

    /**
     * A watch.
     *
     * @param requestWithinMs from the first byte of a request to the end of its headers
     * @param answerWithinMs from there to the last byte of the answer
     */
    ConnectionWatch(long requestWithinMs, long answerWithinMs) {
        requestWithinNanos = TimeUnit.MILLISECONDS.toNanos(requestWithinMs);
        answerWithinNanos = TimeUnit.MILLISECONDS.toNanos(answerWithinMs);
        var unused = clock.scheduleWithFixedDelay(this::look, LOOK_EVERY_MS, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void onOpened(Connection connection) {
        connections.put(connection, new Watched());
    }

    @Override
    public void onClosed(Connection connection) {
        connections.remove(connection);
    }

    /** A request has come. */
    void arrived(Connection connection) {
        turn(connection, Phase.ANSWERING);
    }

    /** Its answer is a stream. */
    void streams(Connection connection) {
        turn(connection, Phase.STREAMING);
    }

    /** Its answer has gone. */
    void answered(Connection connection) {
        turn(connection, Phase.WAITING);
    }

    private void turn(Connection connection, Phase phase) {
        Watched watched = connections.get(connection);
        if (watched != null) {
            watched.turnTo(phase, connection.getBytesIn());
        }
    }

    private void look() {
        long now = System.nanoTime();
        connections.forEach((connection, watched) -> {
            try {
                if (isOverdue(connection, watched, now)) {
                    connection.getEndPoint().close();
                }
            } catch (RuntimeException e) { // it would be the last look
                LOG.warn("A connection that takes too long cannot be ended", e);
            }
        });
    }

    private boolean isOverdue(Connection connection, Watched watched, long now) {
        synchronized (watched) {
            if (watched.phase == Phase.WAITING && watched.sinceNanos == 0) {
                // Silence between two requests is the idle timeout's business.
                watched.sinceNanos = connection.getBytesIn() == watched.bytesIn ? 0 : now;
                return false;
            }
            return switch (watched.phase) {
                case WAITING -> now - watched.sinceNanos > requestWithinNanos;
                case ANSWERING -> now - watched.sinceNanos > answerWithinNanos;
                case STREAMING -> false;
            };
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
