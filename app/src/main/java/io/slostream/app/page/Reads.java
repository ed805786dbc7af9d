// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.page;

import java.time.Duration;

/** What all readings of the log have in common. */
final class Reads {
    /** How long one may take, from when it begins. */
    static final Duration WITHIN = Duration.ofSeconds(20);

    private Reads() {}
}
