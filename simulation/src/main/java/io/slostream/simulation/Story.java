// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation;

import io.slostream.simulation.incident.Incident;
import io.slostream.simulation.incident.IncidentText;
import io.slostream.simulation.model.SpecialistSimulation.Intervals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What the demo plays: two hours in which nothing is wrong, then four acts, each with the alerts that the shipped SLOs
 * must raise for it, and no others.
 *
 * @param start when it starts; default {@link #DEFAULT_START}
 * @param ensemble who plays: the standard ensemble at three quarters of its load, sampled every 30 s
 * @param acts what goes wrong, in order
 */
public record Story(Instant start, Ensemble ensemble, List<Act> acts) {
    /** Start unless another is asked for. */
    public static final Instant DEFAULT_START = Instant.parse("2026-01-05T00:00:00Z");

    /** Healthy time before the acts: long enough that windows of an hour are covered. */
    public static final Duration HISTORY = Duration.ofHours(2);

    /** The whole story. */
    public static final Duration LENGTH = Duration.ofMinutes(4 * 60 + 20);

    private static final double RATE = 0.75;
    private static final Intervals INTERVALS = new Intervals(30_000, 60_000, 1_800_000);

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

    /** The story with its default start. */
    public static Story standard() {
        return startingAt(DEFAULT_START);
    }

    /** The story at another time; the same events, moved. */
    public static Story startingAt(Instant start) {
        return new Story(
                start,
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
                                List.of())));
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

    /** When the acts begin. */
    public Instant historyEnd() {
        return start.plus(HISTORY);
    }

    /** When the story ends; a few requests end later. */
    public Instant end() {
        return start.plus(LENGTH);
    }

    /** The events of the story. */
    public EventSource events(long seed) {
        return ensemble.events(seed, start.toEpochMilli(), LENGTH.toMillis(), incidents());
    }
}
