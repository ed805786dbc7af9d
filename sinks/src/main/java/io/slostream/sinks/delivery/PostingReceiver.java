// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.delivery;

import io.slostream.sinks.watchdog.Heartbeat;
import java.util.List;

/** A receiver that takes each batch, and each sign of life, as one request. */
public abstract class PostingReceiver implements Receiver {
    private final HttpPost http;

    protected PostingReceiver(HttpPost http) {
        this.http = http;
    }

    /** What carries these deliveries. */
    protected abstract Request request(List<Delivery> batch);

    /** What carries a sign of life. */
    protected abstract Request request(Heartbeat heartbeat);

    @Override
    public final Answer deliver(List<Delivery> batch) {
        return http.send(request(batch));
    }

    @Override
    public final List<Request> requests(List<Delivery> batch) {
        return List.of(request(batch));
    }

    @Override
    public final Answer heartbeat(Heartbeat heartbeat) {
        return http.send(request(heartbeat));
    }
}
