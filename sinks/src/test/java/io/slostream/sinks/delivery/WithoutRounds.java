// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.delivery;

import io.slostream.sinks.watchdog.Heartbeat;
import java.util.List;

/** A receiver that is told everything once, so that requests can be counted. */
record WithoutRounds(Receiver receiver) implements Receiver {
    @Override
    public Answer deliver(List<Delivery> batch) {
        return receiver.deliver(batch);
    }

    @Override
    public int batchLimit() {
        return receiver.batchLimit();
    }

    @Override
    public Answer heartbeat(Heartbeat heartbeat) {
        return receiver.heartbeat(heartbeat);
    }

    @Override
    public List<Request> requests(List<Delivery> batch) {
        return receiver.requests(batch);
    }
}
