// SPDX-License-Identifier: Apache-2.0
/** Records of the output topics as lines for a person at a terminal. */
package io.slostream.sinks.console;
