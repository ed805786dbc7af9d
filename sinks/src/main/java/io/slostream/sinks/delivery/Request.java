// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.delivery;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * An HTTP POST.
 *
 * @param headers by name; may hold secrets, so never logged
 */
public record Request(URI uri, Map<String, String> headers, byte[] body) {

    public Request {
        headers = Map.copyOf(headers);
        body = body.clone();
    }

    @Override
    public byte[] body() {
        return body.clone();
    }

    /** A request of JSON with further headers. */
    public static Request json(URI uri, Map<String, String> further, byte[] body) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Content-Type", "application/json");
        headers.putAll(further);
        return new Request(uri, headers, body);
    }

    /** The body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
