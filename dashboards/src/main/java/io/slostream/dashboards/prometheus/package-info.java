// SPDX-License-Identifier: Apache-2.0
/** Questions to Prometheus, and rules for it: the mission's own names, and alerts on engine and notifier themselves. */
package io.slostream.dashboards.prometheus;
