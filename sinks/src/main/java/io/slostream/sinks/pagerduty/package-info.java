// SPDX-License-Identifier: Apache-2.0
/** PagerDuty, Events API v2. */
package io.slostream.sinks.pagerduty;
