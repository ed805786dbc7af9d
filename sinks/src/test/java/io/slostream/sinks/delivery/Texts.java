// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.delivery;

import java.util.List;
import java.util.regex.Pattern;

/** Looks into bodies without a parser. */
public final class Texts {
    private Texts() {}

    /** What stands between the two, each time. */
    public static List<String> between(String text, String before, String after) {
        return Pattern.compile(Pattern.quote(before) + "(.*?)" + Pattern.quote(after))
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
