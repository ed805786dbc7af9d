// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.serve;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Readings of the log that somebody asked for: two at a time, a few wait, the rest is told to come again. */
public final class ExpensiveReads implements AutoCloseable {
    static final int AT_ONCE = 2;
    static final int WAITING = 8;

    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(AT_ONCE, AT_ONCE, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(WAITING), work -> {
                Thread thread = new Thread(work, "slostream-read");
                thread.setDaemon(true);
                return thread;
            });

    /**
     * Answers an exchange when it is its turn.
     *
     * @throws RefusedException 503 when too many wait
     */
    public void answer(Exchange exchange, Supplier<Answer> reading) {
        try {
            threads.execute(() -> {
                try {
                    exchange.answer(reading.get());
                } catch (RuntimeException e) {
                    exchange.answer(e);
                }
            });
        } catch (RejectedExecutionException e) {
            throw RefusedException.unavailable(
                    "too many readings of the log were asked for; " + AT_ONCE + " are done at a time", e);
        }
    }

    /** Breaks off what is being read; what waits is dropped with its connection. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
