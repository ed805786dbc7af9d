// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.delivery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Takes out of what a receiver says whatever it says back of our secrets: values of headers, a long path or query, and what
 * the request names.
 */
final class Redaction {
    /** Shorter ones are words that stand in many texts. */
    private static final int LEAST = 6;

    private static final int LEAST_OF_ADDRESS = 16;
    private static final String HIDDEN = "[…]";

    private Redaction() {}

    static String of(String text, Request request) {
        List<String> secrets = new ArrayList<>();
        request.secrets().forEach(secret -> add(secrets, secret, LEAST));
        request.headers().forEach((name, value) -> {
            if (!name.equalsIgnoreCase("Content-Type")) {
                add(secrets, value, LEAST);
                // A scheme and its credentials: Bearer, Basic.
                add(secrets, value.substring(value.lastIndexOf(' ') + 1), LEAST);
            }
        });
        add(secrets, request.uri().getRawPath(), LEAST_OF_ADDRESS);
        add(secrets, request.uri().getRawQuery(), LEAST);
        String redacted = text;
        // The longest first: a part of it may be another one.
        secrets.sort(Comparator.comparingInt(String::length).reversed());
        for (String secret : secrets) {
            redacted = redacted.replace(secret, HIDDEN);
        }
        return redacted;
    }

    private static void add(List<String> secrets, String secret, int least) {
        if (secret != null && secret.length() >= least) {
            secrets.add(secret);
        }
    }
}
