// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.route;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Values in the text of a route: nothing in them separates. */
final class Words {
    private Words() {}

    static String escape(String value) {
        // A star alone means anything.
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("*", "%2A");
    }

    static String unescape(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
