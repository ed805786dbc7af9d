// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.delivery;

import io.slostream.sinks.delivery.SinkSender.Clocks;
import io.slostream.sinks.delivery.SinkSender.Watchdog;
import io.slostream.sinks.watchdog.Heartbeat;
import java.util.List;

/** What a receiver is told again and again: what is open, when it forgets; and signs of life. */
final class Rounds {
    private final SinkQueue queue;
    private final Receiver receiver;
    private final SinkListener listener;
    private final Watchdog watchdog;
    private final Clocks clocks;
    private long refreshAtMs;
    private long heartbeatAtMs;

    Rounds(SinkQueue queue, Receiver receiver, SinkListener listener, Watchdog watchdog, Clocks clocks) {
        this.queue = queue;
        this.receiver = receiver;
        this.listener = listener;
        this.watchdog = watchdog;
        this.clocks = clocks;
        // At once: a receiver that restarted while this notifier did knows nothing.
        this.refreshAtMs = clocks.steadyMs().getAsLong();
        this.heartbeatAtMs = refreshAtMs;
    }

    void step() {
        long now = clocks.steadyMs().getAsLong();
        if (receiver.refreshEveryMs() > 0 && now >= refreshAtMs) {
            refreshAtMs = now + receiver.refreshEveryMs();
            List<Notification> open = queue.unchanged();
            Attempt.maybe(() -> receiver.refresh(open)).ifPresent(answer -> report(Round.OPEN, answer));
        }
        if (watchdog.everyMs() > 0 && now >= heartbeatAtMs) {
            heartbeatAtMs = now + watchdog.everyMs();
            Heartbeat heartbeat = watchdog.heartbeat().apply(clocks.wallMs().getAsLong());
            if (heartbeat != null) {
                report(Round.SIGN_OF_LIFE, Attempt.of(() -> receiver.heartbeat(heartbeat)));
            }
        }
    }

    private void report(Round round, Answer answer) {
        if (answer.isAccepted()) {
            listener.roundSucceeded(round);
        } else {
            listener.roundFailed(round, answer);
        }
    }
}
