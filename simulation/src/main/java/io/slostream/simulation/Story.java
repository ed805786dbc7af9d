// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation;

import io.slostream.simulation.incident.Incident;
import io.slostream.simulation.incident.IncidentText;
import io.slostream.simulation.model.SpecialistSimulation.Intervals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the demo plays: a time in which nothing is wrong, then acts, each with the alerts that the shipped SLOs must raise
 * for it, and no others.
 *
 * @param start when it starts; default {@link #DEFAULT_START}, or the traces' own
 * @param history healthy time before the acts
 * @param length the whole story
 * @param ensemble who plays
 * @param acts what goes wrong, in order
 * @param predicted whether the acts say which alerts must fire; if not, any may
 */
public record Story(
        Instant start, Duration history, Duration length, Ensemble ensemble, List<Act> acts, boolean predicted) {
    /** Start unless another is asked for. */
    public static final Instant DEFAULT_START = Instant.parse("2026-01-05T00:00:00Z");

    /** Long enough that windows of an hour are covered. */
    private static final Duration HISTORY = Duration.ofHours(2);

    private static final Duration LENGTH = Duration.ofMinutes(4 * 60 + 20);

    private static final double RATE = 0.75;
    private static final Intervals INTERVALS = new Intervals(60_000, 60_000, 1_800_000);

    /** Of a trace's length; long enough that the fault lasts until most of an hour is covered, if the trace is one. */
    private static final double FAULT_SHARE = 0.45;

    private static final double REPLICAS_LEFT = 0.2;
    /** After the last request, so that alerts resolve. */
    private static final Duration AFTER_TRACE = Duration.ofMinutes(15);

    public Story {
        acts = List.copyOf(acts);
    }

    /**
     * Something that goes wrong, and what must come of it.
     *
     * @param title for the audience, one sentence
     * @param incident what is done to the ensemble
     * @param expected the alerts that must fire, each once; none for an act that must not alert
     */
    public record Act(String title, Incident incident, List<Expectation> expected) {
        public Act {
            expected = List.copyOf(expected);
        }
    }

    /**
     * An alert that must fire once and resolve before the story ends.
     *
     * @param slo the SLO
     * @param alert the alert
     * @param specialist the group
     */
    public record Expectation(String slo, String alert, String specialist) {}

    /**
     * The story with its default start: the standard ensemble at three quarters of its load, sampled every 30 s; two
     * healthy hours, then four acts.
     */
    public static Story standard() {
        return startingAt(DEFAULT_START);
    }

    /** The story at another time; the same events, moved. */
    public static Story startingAt(Instant start) {
        return new Story(
                start,
                HISTORY,
                LENGTH,
                Ensemble.standard().scaled(RATE, 1).reportingEvery(INTERVALS),
                List.of(
                        new Act(
                                "code: the share of right answers falls to 40 % for an hour",
                                IncidentText.parse("correctness:code@2h10m+60m=0.4"),
                                List.of(new Expectation("correctness", "OutcomeBarRed", "code"))),
                        new Act(
                                "math: every canary fails for 20 minutes",
                                IncidentText.parse("canary:math@2h20m+20m=0"),
                                List.of(new Expectation("canary-15m", "CanaryFailing", "math"))),
                        new Act(
                                "vision: one of six replicas is left for 30 minutes",
                                IncidentText.parse("capacity:vision@2h35m+30m=0.15"),
                                List.of(
                                        new Expectation("ttft", "google-30d", "vision"),
                                        new Expectation("deadlines", "google-30d", "vision"))),
                        new Act(
                                "agent: no telemetry for 20 minutes",
                                IncidentText.parse("silence:agent@3h15m+20m"),
                                List.of())),
                true);
    }

    /**
     * A story of traces: half way the specialist with the most requests loses four of five replicas. What fires depends
     * on the traces.
     *
     * @param traces an ensemble of traces
     * @param start empty for the traces' own
     * @throws IllegalArgumentException when it has no traces, or they are over in less than a minute
     */
    public static Story ofTraces(Ensemble traces, Optional<Instant> start) {
        long lengthMs = traces.traceLengthMs().orElse(0);
        if (lengthMs < Duration.ofMinutes(1).toMillis()) {
            throw new IllegalArgumentException("traces must last a minute at least");
        }
        String busiest = traces.busiestTrace().orElseThrow();
        long faultMs = lengthMs / 2;
        Incident loss = new Incident.CapacityLoss(
                new Incident.Span(busiest, faultMs, faultMs + Math.round(FAULT_SHARE * lengthMs)), REPLICAS_LEFT);
        return new Story(
                start.orElse(Instant.ofEpochMilli(traces.traceStartMs().orElseThrow())),
                Duration.ofMillis(faultMs),
                Duration.ofMillis(lengthMs).plus(AFTER_TRACE),
                traces,
                List.of(new Act(
                        busiest + ": a fifth of the replicas is left for " + Math.round(FAULT_SHARE * lengthMs / 60_000)
                                + " minutes",
                        loss,
                        List.of())),
                false);
    }

    /** All expectations, in the order of the acts. */
    public List<Expectation> expected() {
        return acts.stream().flatMap(act -> act.expected().stream()).toList();
    }

    /** What goes wrong, in order. */
    public List<Incident> incidents() {
        return acts.stream().map(Act::incident).toList();
    }

    /** When an act begins. */
    public Instant beginOf(Act act) {
        return start.plusMillis(act.incident().span().fromMs());
    }

    /** When the history is over; no act begins before. */
    public Instant historyEnd() {
        return start.plus(history);
    }

    /** When the story ends; a few requests end later. */
    public Instant end() {
        return start.plus(length);
    }

    /** The events of the story. */
    public EventSource events(long seed) {
        return ensemble.events(seed, start.toEpochMilli(), length.toMillis(), incidents());
    }
}
