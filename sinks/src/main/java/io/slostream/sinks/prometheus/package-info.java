// SPDX-License-Identifier: Apache-2.0
/** The summaries as meters. */
package io.slostream.sinks.prometheus;
