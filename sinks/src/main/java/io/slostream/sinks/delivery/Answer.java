// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.delivery;

import java.util.OptionalLong;

/**
 * What a receiver said to a delivery.
 *
 * @param outcome what follows from it
 * @param status HTTP status, 0 when there was none
 * @param why for people; never holds a secret
 * @param afterMs how long the receiver asked to be left alone, milliseconds
 * @param perhapsReceived whether a receiver that is tried again may have taken it already
 */
public record Answer(Outcome outcome, int status, String why, OptionalLong afterMs, boolean perhapsReceived) {
    /** What follows from an answer. */
    public enum Outcome {
        /** The receiver has it. */
        ACCEPTED,
        /** Not now: try again. */
        RETRY,
        /** Never: trying again cannot help. */
        REFUSED
    }

    /** The receiver has it. */
    public static Answer accepted() {
        return new Answer(Outcome.ACCEPTED, 200, "", OptionalLong.empty(), true);
    }

    /** No answer: the connection failed, or it took too long. */
    public static Answer unanswered(String why, boolean perhapsReceived) {
        return new Answer(Outcome.RETRY, 0, why, OptionalLong.empty(), perhapsReceived);
    }

    /** Never. */
    public static Answer refused(int status, String why) {
        return new Answer(Outcome.REFUSED, status, why, OptionalLong.empty(), false);
    }

    /** Whether the receiver has it. */
    public boolean isAccepted() {
        return outcome == Outcome.ACCEPTED;
    }

    /** Whether it is to be tried again. */
    public boolean isRetry() {
        return outcome == Outcome.RETRY;
    }
}
