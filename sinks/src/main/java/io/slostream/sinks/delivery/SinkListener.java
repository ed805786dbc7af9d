// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.delivery;

import java.util.List;

/** Hears what becomes of deliveries: for logs, counters and dead letters. */
public interface SinkListener {
    /** They are about to be sent; returns whether they may be. */
    boolean sending(List<Delivery> batch);

    /** The receiver took them. */
    void delivered(List<Delivery> batch);

    /** It did not work; the next attempt is in so many milliseconds. */
    void failed(List<Delivery> batch, Answer answer, int failures, long againInMs);

    /** The receiver will never take it. Must not return before that is kept somewhere. */
    void refused(Delivery delivery, Answer answer);

    /** The receiver took what it is told again and again. */
    void roundSucceeded(Round round);

    /** It did not; the next round is another attempt. */
    void roundFailed(Round round, Answer answer);

    /** Something waits that could go, were it not for the rate; said once for each request that has to wait. */
    void rateLimited();
}
