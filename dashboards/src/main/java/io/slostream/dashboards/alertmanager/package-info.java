// SPDX-License-Identifier: Apache-2.0
/** Who is told: routes for Alertmanager by the labels of the notifier's alerts. */
package io.slostream.dashboards.alertmanager;
