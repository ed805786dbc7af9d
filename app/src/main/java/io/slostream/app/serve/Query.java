// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.serve;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** The query of a URL: each name once, and only names that are known. */
public final class Query {
    /** Year 5138: no time of ours lies beyond, and sums of two stay far from the end of a long. */
    private static final long LATEST_MS = 100_000_000_000_000L;

    private final Map<String, String> values;

    /** A query with these values, percent-decoded. */
    public Query(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /**
     * Makes sure that there is nothing but what is known: a mistyped name would be passed over without a word.
     *
     * @throws RefusedException 400 when there is
     */
    public Query only(String... names) {
        Set<String> known = new TreeSet<>(Set.of(names));
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                throw RefusedException.badRequest("there is no such parameter here; known are "
                        + (known.isEmpty() ? "none" : String.join(", ", known)));
            }
        }
        return this;
    }

    /** A text, empty when it is absent or has no characters. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).filter(text -> !text.isEmpty());
    }

    /**
     * A text that must be there.
     *
     * @throws RefusedException 400 when it is not
     */
    public String required(String name) {
        return text(name).orElseThrow(() -> RefusedException.badRequest("the parameter " + name + " is missing"));
    }

    /**
     * A time in epoch milliseconds, empty when it is absent.
     *
     * @throws RefusedException 400 when it is none
     */
    public OptionalLong time(String name) {
        return text(name).isEmpty() ? OptionalLong.empty() : OptionalLong.of(whole(name, LATEST_MS));
    }

    /**
     * A whole number from 0 up to a limit, that must be there.
     *
     * @throws RefusedException 400 when it is none
     */
    public long whole(String name, long most) {
        String text = required(name);
        if (!text.matches("[0-9]{1,19}")) {
            throw RefusedException.badRequest("the parameter " + name + " is no whole number of 0 or more");
        }
        try {
            long value = Long.parseLong(text);
            if (value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below: it is out of range too.
        }
        throw RefusedException.badRequest("the parameter " + name + " is out of range; the most is " + most);
    }
}
