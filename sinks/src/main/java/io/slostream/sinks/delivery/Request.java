// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.delivery;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An HTTP POST.
 *
 * @param headers by name; may hold secrets, so never logged
 * @param secrets what else no log may show, should the receiver say it back
 */
public record Request(URI uri, Map<String, String> headers, byte[] body, Set<String> secrets) {

    public Request {
        headers = Map.copyOf(headers);
        body = body.clone();
        secrets = Set.copyOf(secrets);
    }

    /** A request whose secrets are its address and its headers. */
    public Request(URI uri, Map<String, String> headers, byte[] body) {
        this(uri, headers, body, Set.of());
    }

    /** The same with a secret in its body. */
    public Request hiding(String secret) {
        return new Request(uri, headers, body, Set.of(secret));
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
