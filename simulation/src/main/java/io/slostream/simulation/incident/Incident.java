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

    /** This share of tool calls fails. */
    record ToolFailures(Span span, double share) implements Incident {
        public ToolFailures {
            requireShare("the share of tool calls", share, true);
        }
    }

    /** Accelerators report so many uncorrected memory errors a day each. */
    record MemoryErrors(Span span, double perDay) implements Incident {
        public MemoryErrors {
            requireAmount("the number of errors", perDay);
        }
    }

    /** Accelerators cost so many times their usual price. */
    record PriceChange(Span span, double factor) implements Incident {
        public PriceChange {
            requireAmount("the factor", factor);
        }
    }

    /** Checkpoints are written at this share of the storage's speed. */
    record SlowStorage(Span span, double share) implements Incident {
        public SlowStorage {
            requireShare("the share of speed", share, false);
        }
    }

    /** This share of the training run's checkpoints clears its floor. */
    record TrainingFailure(Span span, double share) implements Incident {
        public TrainingFailure {
            requireShare("the share of checkpoints", share, true);
        }
    }

    /** A checkpoint serves that is so many days old, as after a rollback. */
    record StaleCheckpoint(Span span, double days) implements Incident {
        public StaleCheckpoint {
            requireAmount("the age", days);
        }
    }

    /** The router of a mixture of experts drifts: its z-loss and its preference for the first expert grow by a factor. */
    record RouterDrift(Span span, double factor) implements Incident {
        public RouterDrift {
            requireAmount("the factor", factor);
        }
    }

    /** No telemetry leaves the specialist, or none of one kind. Requests are served all the same. */
    record Silence(Span span, Optional<TelemetryKind> kind) implements Incident {}

    /** Far above anything that makes sense, and low enough that counters of a run stay whole numbers. */
    private static void requireAmount(String what, double value) {
        if (!(value > 0 && value <= 100_000)) {
            throw new IllegalArgumentException(what + " is " + value + "; it must be greater than 0, at most 100000");
        }
    }

    private static void requireShare(String what, double value, boolean zeroAllowed) {
        if (!(value <= 1 && (value > 0 || (zeroAllowed && value == 0)))) {
            throw new IllegalArgumentException(
                    what + " is " + value + "; it must be " + (zeroAllowed ? "0 to 1" : "greater than 0, at most 1"));
        }
    }
}
