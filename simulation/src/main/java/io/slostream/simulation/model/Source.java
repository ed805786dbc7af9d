// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation.model;

/** Something of a specialist that happens at times of its own: the serving of requests, canaries, samples. */
interface Source {
    /** {@link #nextUs} of a source at which nothing will happen any more. */
    long NEVER_US = Long.MAX_VALUE;

    /** When something happens next, microseconds since the start; not before the last. */
    long nextUs();

    /** Lets it happen. */
    void advance();
}
