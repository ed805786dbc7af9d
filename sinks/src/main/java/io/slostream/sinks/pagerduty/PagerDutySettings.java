// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.pagerduty;

import java.net.URI;

/**
 * How PagerDuty is told.
 *
 * @param uri where events go
 * @param routingKey integration key of a service: a secret
 * @param baseUrl what links begin with; empty for none
 */
public record PagerDutySettings(URI uri, String routingKey, String baseUrl) {
    /** The address that is the same for all accounts. */
    public static final URI EVENTS = URI.create("https://events.pagerduty.com/v2/enqueue");

    /** Without the key. */
    @Override
    public String toString() {
        return "PagerDutySettings[" + uri + "]";
    }
}
