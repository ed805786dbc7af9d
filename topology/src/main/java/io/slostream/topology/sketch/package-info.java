// SPDX-License-Identifier: Apache-2.0
/** Counts of values in buckets, from which quantiles are read: whole numbers, so they add, subtract and never depend on order. */
package io.slostream.topology.sketch;
