// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation.model;

/** A Poisson process with log-normal lengths. */
final class PoissonArrivals implements Arrivals {
    private static final double SECOND_US = 1e6;

    private final SpecialistModel.Load load;
    private final Draws draws;
    private double timeUs;
    private long nextUs;
    private int promptTokens;
    private int answerTokens;

    PoissonArrivals(SpecialistModel.Load load, Draws draws) {
        this.load = load;
        this.draws = draws;
        advance();
    }

    @Override
    public long nextUs() {
        return nextUs;
    }

    @Override
    public int promptTokens() {
        return promptTokens;
    }

    @Override
    public int answerTokens() {
        return answerTokens;
    }

    @Override
    public void advance() {
        if (load.requestsPerSecond() == 0) {
            nextUs = Source.NEVER_US;
            return;
        }
        timeUs += draws.exponential(SECOND_US / load.requestsPerSecond());
        nextUs = (long) timeUs;
        promptTokens = load.prompt().draw(draws);
        answerTokens = load.answer().draw(draws);
    }
}
