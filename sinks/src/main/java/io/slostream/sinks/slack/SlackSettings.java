// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.slack;

import java.net.URI;

/**
 * How a channel is told.
 *
 * @param uri address of the incoming webhook: a secret
 * @param baseUrl what links begin with; empty for none
 */
public record SlackSettings(URI uri, String baseUrl) {
    /** Without the address. */
    @Override
    public String toString() {
        return "SlackSettings";
    }
}
