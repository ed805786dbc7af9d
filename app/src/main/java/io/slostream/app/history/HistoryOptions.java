// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.history;

import java.util.OptionalLong;

/**
 * Which part of history is reported, and how it is read.
 *
 * @param fromMs first boundary to report, epoch milliseconds; empty: the first that was judged
 * @param toMs last boundary to report, inclusive; empty: the last that every source partition has passed
 * @param threads how many threads read and count
 */
public record HistoryOptions(OptionalLong fromMs, OptionalLong toMs, int threads) {}
