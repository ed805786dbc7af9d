// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.serve;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Server-sent events to one reader. Events wait for him while an earlier one is being written, a few at most: who reads
 * too slowly is cut off and may come again. Thread-safe.
 */
public final class EventStream {
    /** A change a second: so many seconds behind. */
    static final int MAX_WAITING = 10;

    private final Response response;
    private final Callback callback;
    private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
    private Runnable onClose = () -> {};
    private boolean writing;
    private boolean ending;
    private boolean closed;

    EventStream(Response response, Callback callback) {
        this.response = response;
        this.callback = callback;
    }

    /** Says what to do when it is over, whatever ended it; at once if it is. */
    public void whenClosed(Runnable action) {
        synchronized (this) {
            if (!closed) {
                onClose = action;
                return;
            }
        }
        action.run();
    }

    /** Sends an event. The bytes must not change any more; several streams may share them. */
    public void send(byte[] event) {
        boolean tooSlow;
        synchronized (this) {
            if (closed || ending) {
                return;
            }
            tooSlow = waiting.size() >= MAX_WAITING;
            if (!tooSlow) {
                waiting.add(ByteBuffer.wrap(event).asReadOnlyBuffer());
            }
        }
        if (tooSlow) {
            close(new IOException("the reader is too slow"));
        } else {
            writeNext();
        }
    }

    /** Ends it after what waits. */
    public void end() {
        synchronized (this) {
            if (closed || ending) {
                return;
            }
            ending = true;
        }
        writeNext();
    }

    private void writeNext() {
        ByteBuffer next;
        synchronized (this) {
            if (writing || closed || (waiting.isEmpty() && !ending)) {
                return;
            }
            next = waiting.poll();
            writing = true;
        }
        boolean last = next == null;
        response.write(last, next, Callback.from(() -> written(last), this::close));
    }

    private void written(boolean last) {
        if (last) {
            close(null);
            return;
        }
        synchronized (this) {
            writing = false;
        }
        writeNext();
    }

    private void close(Throwable failure) {
        Runnable action;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            waiting.clear();
            action = onClose;
        }
        if (failure == null) {
            callback.succeeded();
        } else {
            callback.failed(failure);
        }
        action.run();
    }
}
