// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation.incident;

import io.slostream.schemas.telemetry.TelemetryKind;
import java.util.Optional;

/**
 * Something that goes wrong with one specialist for a time. It changes the state of the model or the chance of an
 * outcome; all else follows from the model. Draws stay the same, so that an event that it does not concern is the same
 * with and without it.
 */
public sealed interface Incident {

    /** Whom and when. */
    Span span();

    /**
     * Whom and when.
     *
     * @param specialist the specialist
     * @param fromMs start, milliseconds after the start of the simulation, inclusive
     * @param toMs end, exclusive
     */
    record Span(String specialist, long fromMs, long toMs) {

        public Span {
            if (specialist.isEmpty() || fromMs < 0 || toMs <= fromMs) {
                throw new IllegalArgumentException("an incident needs a specialist and a time that is not empty");
            }
        }

        /** Whether the time lies in it. */
        public boolean holds(long ms) {
            return fromMs <= ms && ms < toMs;
        }
    }

    /** Answers are right less often: this share of evaluations passes, if the specialist is not worse anyway. */
    record CorrectnessLoss(Span span, double passRate) implements Incident {
        public CorrectnessLoss {
            requireShare("the pass rate", passRate, true);
        }
    }

    /** Known questions get wrong answers: this share of canary probes passes. */
    record CanaryFailure(Span span, double passRate) implements Incident {
        public CanaryFailure {
            requireShare("the pass rate", passRate, true);
        }
    }

    /** Replicas are lost: this share of them is left, rounded up. What runs goes on, what waits waits longer. */
    record CapacityLoss(Span span, double share) implements Incident {
        public CapacityLoss {
            requireShare("the share of replicas", share, false);
        }
    }

    /** Accelerators compute at this share of their speed, as when they throttle. */
    record Slowdown(Span span, double share) implements Incident {
        public Slowdown {
            requireShare("the share of speed", share, false);
        }
    }

    /** This share of requests ends with a server error. */
    record Errors(Span span, double share) implements Incident {
        public Errors {
            requireShare("the share of errors", share, true);
        }
    }

    /** No telemetry leaves the specialist, or none of one kind. Requests are served all the same. */
    record Silence(Span span, Optional<TelemetryKind> kind) implements Incident {}

    private static void requireShare(String what, double value, boolean zeroAllowed) {
        if (!(value <= 1 && (value > 0 || (zeroAllowed && value == 0)))) {
            throw new IllegalArgumentException(
                    what + " is " + value + "; it must be " + (zeroAllowed ? "0 to 1" : "greater than 0, at most 1"));
        }
    }
}
