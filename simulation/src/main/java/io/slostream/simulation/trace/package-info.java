// SPDX-License-Identifier: Apache-2.0
/** Public traces of real requests. */
package io.slostream.simulation.trace;
