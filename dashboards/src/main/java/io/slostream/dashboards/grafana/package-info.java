// SPDX-License-Identifier: Apache-2.0
/** Dashboards for Grafana: which panels stand on which, and what each asks of Prometheus. */
package io.slostream.dashboards.grafana;
