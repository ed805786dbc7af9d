// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.delivery;

import java.util.Locale;

/** How loudly an alert speaks, from low to high. */
public enum Severity {
    TICKET,
    PAGE;

    /** The word of the records. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The severity of a word of the records. */
    public static Severity of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
