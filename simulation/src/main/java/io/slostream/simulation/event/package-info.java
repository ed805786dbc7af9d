// SPDX-License-Identifier: Apache-2.0
/** Simulated events and their encodings. */
package io.slostream.simulation.event;
