// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.review;

import io.slostream.alerting.definition.DefinitionSet;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A stretch of history that can be judged in more than one way. */
public interface History {
    /**
     * Grace for what is known now, milliseconds: longer than any history is kept, so that every boundary stays open until
     * all has been read.
     */
    long EVER_MS = Duration.ofDays(1_000).toMillis();

    /**
     * Judges it.
     *
     * @param slos the SLOs to judge by; empty: those that were in force, or were named as such
     * @param asKnownNow with everything that has arrived by now, instead of what had arrived by each boundary
     * @throws StoppedException when somebody stopped it half way
     */
    Judged judge(Optional<DefinitionSet> slos, boolean asKnownNow) throws IOException, InterruptedException;

    /** The judging was stopped before its end, and nothing can be said. */
    final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
