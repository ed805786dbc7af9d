// SPDX-License-Identifier: Apache-2.0
/** Which panel stands on which dashboard, whose it is, and why. */
package io.slostream.dashboards.panel;
