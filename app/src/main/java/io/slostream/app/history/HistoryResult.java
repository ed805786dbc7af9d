// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.history;

import io.slostream.topology.accumulate.Accounting;

/**
 * How a replay ended.
 *
 * @param accounting where the records went that were read
 * @param judgedUpToMs the last boundary up to which everything was judged and reported, epoch milliseconds; the least
 *     long when nothing was
 * @param records records that were read, control records among them
 * @param stopped whether it was stopped before its end
 */
public record HistoryResult(Accounting accounting, long judgedUpToMs, long records, boolean stopped) {}
