// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

/**
 * Where an engine's time begins.
 *
 * @param boundaryMs start boundary: events have been counted from here, so coverage begins here; epoch milliseconds, a
 *     multiple of the pane
 * @param liveFromMs first boundary whose alerts are for a pager; what is judged before it was history at the first start
 */
record StartPoint(long boundaryMs, long liveFromMs) {}
