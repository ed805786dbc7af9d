// SPDX-License-Identifier: Apache-2.0
/** What people look at, built from SLO definitions: which panel stands where and why, for the page and for other tools. */
package io.slostream.dashboards;
