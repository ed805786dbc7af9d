// SPDX-License-Identifier: Apache-2.0
/** What the page shows, worked out from records: cells, history, spans of alerts, staleness. No Kafka and no clock. */
package io.slostream.dashboards.page;
