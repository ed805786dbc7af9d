// SPDX-License-Identifier: Apache-2.0
/** One specialist: clients, queue, replicas, and the reporters that read their state. */
package io.slostream.simulation.model;
