// SPDX-License-Identifier: Apache-2.0
/**
 * Events of an ensemble of LLM specialists, from a seed. {@link io.slostream.simulation.Ensemble} makes them,
 * {@link io.slostream.simulation.Story} is what the demo plays. Pure Java: no clock, no Kafka.
 */
package io.slostream.simulation;
