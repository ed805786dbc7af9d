// SPDX-License-Identifier: Apache-2.0
/** A real Kafka broker for the demo, tests and benchmarks: inside this JVM, or in a child JVM that can be killed. */
package io.slostream.broker;
