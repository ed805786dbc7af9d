// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.webhook;

import java.net.URI;
import java.util.Map;

/**
 * How a webhook is told.
 *
 * @param uri where events go; may hold a secret, so never logged
 * @param headers of each request, for example Authorization
 * @param secret key of the signature; empty for none
 * @param source attribute {@code source} of the events
 * @param baseUrl what links begin with; empty for none
 * @param batch events in one request at most; above 1 every request is a batch
 */
public record WebhookSettings(
        URI uri, Map<String, String> headers, String secret, String source, String baseUrl, int batch) {
    public WebhookSettings {
        headers = Map.copyOf(headers);
    }

    /** Without what may be secret. */
    @Override
    public String toString() {
        return "WebhookSettings[" + uri.getHost() + "]";
    }
}
