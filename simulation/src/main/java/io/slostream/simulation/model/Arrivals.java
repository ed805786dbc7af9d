// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation.model;

/** When requests come and how long they are. */
interface Arrivals {
    /** Arrival of the next request, microseconds since the start, or {@link Source#NEVER_US} after the last. */
    long nextUs();

    /** Prompt tokens of the next request. */
    int promptTokens();

    /** Answer tokens of the next request. */
    int answerTokens();

    /** Goes on to the request after it. */
    void advance();
}
