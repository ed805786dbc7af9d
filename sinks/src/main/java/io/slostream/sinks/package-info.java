// SPDX-License-Identifier: Apache-2.0
/**
 * Receivers of the output topics, one package each, and what they share: retry and acknowledgement. They read
 * {@code slo.alerts.v1}, {@code slo.transitions.v1} and {@code slo.summaries.v1} as any client would and judge nothing,
 * so a slow or dead receiver cannot hold back a verdict.
 */
package io.slostream.sinks;
