// SPDX-License-Identifier: Apache-2.0
/** Prometheus Alertmanager, API v2. */
package io.slostream.sinks.alertmanager;
