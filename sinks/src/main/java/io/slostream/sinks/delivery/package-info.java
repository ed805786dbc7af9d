// SPDX-License-Identifier: Apache-2.0
/**
 * From alert records to answers of receivers: what a receiver has to be told ({@link
 * io.slostream.sinks.delivery.SinkQueue}), when ({@link io.slostream.sinks.delivery.SinkSender}), and over HTTP ({@link
 * io.slostream.sinks.delivery.HttpPost}). No Kafka and no threads: time and records come from the caller.
 */
package io.slostream.sinks.delivery;
