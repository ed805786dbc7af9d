// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.delivery;

/** What a receiver is told again and again. */
public enum Round {
    /** What is open there. */
    OPEN("what is open"),
    /** That engine and notifier are at work. */
    SIGN_OF_LIFE("the sign of life");

    private final String words;

    Round(String words) {
        this.words = words;
    }

    /** For messages. */
    public String words() {
        return words;
    }
}
