// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.serve;

/** What answers the requests of a path. */
@FunctionalInterface
public interface Route {
    /**
     * Answers now or later, or opens a stream; must not block.
     *
     * @throws RefusedException instead of an answer
     */
    void handle(Exchange exchange);
}
