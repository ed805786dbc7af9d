// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * For work that SIGTERM or Ctrl-C ends, as its user means it to end. The virtual machine is held up until this is closed,
 * and then ends with 0 rather than with the signal's code; with the signal's code when the work does not end in time, or
 * not {@link #done well}.
 */
public final class StopHook implements AutoCloseable {
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean done;

    /**
     * From now on a signal stops the work.
     *
     * @param stop tells the work to end; runs in a thread of its own
     * @param patience how long the work may take to end
     */
    public StopHook(Runnable stop, Duration patience) {
        hook = new Thread(() -> stop(stop, patience), "slostream-stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void stop(Runnable stop, Duration patience) {
        stop.run();
        try {
            if (closed.await(patience.toMillis(), TimeUnit.MILLISECONDS) && done) {
                Runtime.getRuntime().halt(0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The work has ended well, and all that it says is written. */
    public void done() {
        done = true;
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The virtual machine is going down: the hook is what ended the work.
        }
    }
}
