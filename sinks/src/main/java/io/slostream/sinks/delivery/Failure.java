// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.delivery;

import java.util.random.RandomGenerator;

/**
 * A request that did not work.
 *
 * @param nowMs when, milliseconds that only grow
 * @param sinkAgainMs when the sink is tried again at the earliest
 * @param perhapsReceived whether the receiver may have taken it nevertheless
 */
record Failure(long nowMs, long sinkAgainMs, boolean perhapsReceived, RandomGenerator random) {}
