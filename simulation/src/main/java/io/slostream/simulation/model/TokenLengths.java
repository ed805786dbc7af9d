// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation.model;

/**
 * Log-normal token counts, cut to a range.
 *
 * @param median tokens
 * @param sigma standard deviation of the logarithm
 * @param least least count, 1 or more
 * @param most greatest count
 */
public record TokenLengths(double median, double sigma, int least, int most) {

    public TokenLengths {
        if (!(median > 0 && sigma >= 0 && least >= 1 && most >= least)) {
            throw new IllegalArgumentException("token lengths need median > 0, sigma >= 0 and 1 <= least <= most");
        }
    }

    int draw(Draws draws) {
        return (int) Math.min(most, Math.max(least, Math.round(draws.logNormal(median, sigma))));
    }
}
