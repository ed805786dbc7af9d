// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.page;

import io.slostream.app.serve.Query;
import io.slostream.app.serve.RefusedException;
import java.time.Duration;

/**
 * A stretch of time that somebody asks about.
 *
 * @param fromMs epoch milliseconds
 * @param toMs not before it
 */
record Stretch(long fromMs, long toMs) {

    /**
     * That of a query.
     *
     * @param nowMs its end when the query has none
     * @param usual its length when the query has no beginning
     * @param longest that it may be
     * @throws RefusedException 400 when it ends before it begins or is too long
     */
    static Stretch of(Query query, long nowMs, Duration usual, Duration longest) {
        long to = query.time("to").orElse(nowMs);
        long from = query.time("from").orElse(Math.max(0, to - usual.toMillis()));
        if (from > to) {
            throw RefusedException.badRequest("the stretch ends before it begins: from is after to");
        }
        if (to - from > longest.toMillis()) {
            throw RefusedException.badRequest(
                    "the stretch is too long: to − from is at most " + longest.toMillis() + " ms here");
        }
        return new Stretch(from, to);
    }

    boolean holds(long timeMs) {
        return timeMs >= fromMs && timeMs <= toMs;
    }
}
