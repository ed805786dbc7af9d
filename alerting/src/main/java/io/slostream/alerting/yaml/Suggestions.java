// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.yaml;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Advice for a word that is not one of those allowed: the nearest one, and the list. */
public final class Suggestions {
    /** Longer words are no typing errors of ours, and the distance costs length squared. */
    private static final int MAX_LENGTH = 64;

    private static final int MIN_PREFIX = 3;

    private Suggestions() {}

    /** "did you mean X? …" when one is near, followed by all that is allowed. */
    public static String advice(String word, String whatIsAllowed, Collection<String> allowed) {
        String list = whatIsAllowed + ": " + String.join(", ", allowed);
        return nearest(word, allowed)
                .map(near -> "did you mean " + near + "? " + capitalised(list))
                .orElse(list);
    }

    /** The allowed word nearest to this one by edits, the first among equals; empty when none is near. */
    public static Optional<String> nearest(String word, Collection<String> allowed) {
        if (word.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String wanted = word.toLowerCase(Locale.ROOT);
        int limit = Math.max(wanted.length() < MIN_PREFIX ? 1 : 2, Math.min(4, (wanted.length() + 1) / 3));
        LevenshteinDistance distance = new LevenshteinDistance(limit);
        String best = null;
        int bestEdits = Integer.MAX_VALUE;
        for (String candidate : allowed) {
            String known = candidate.toLowerCase(Locale.ROOT);
            int edits = distance.apply(wanted, known);
            // A forgotten ending (ttft for ttft_ms) is many edits but one mistake.
            if (edits < 0 && wanted.length() >= MIN_PREFIX && known.startsWith(wanted)) {
                edits = limit + 1;
            }
            // Two edits turn most short words into any other; a swapped pair (fro for for) keeps the first letter.
            if (edits > 1 && wanted.length() <= MIN_PREFIX && !known.startsWith(wanted.substring(0, 1))) {
                continue;
            }
            if (edits >= 0 && edits < bestEdits) {
                best = candidate;
                bestEdits = edits;
            }
        }
        return Optional.ofNullable(best);
    }

    private static String capitalised(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
