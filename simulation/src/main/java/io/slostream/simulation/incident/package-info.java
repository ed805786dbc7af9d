// SPDX-License-Identifier: Apache-2.0
/** What goes wrong, how users write it, and what it makes of a specialist at a time. */
package io.slostream.simulation.incident;
