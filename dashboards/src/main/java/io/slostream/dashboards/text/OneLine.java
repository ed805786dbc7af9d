// SPDX-License-Identifier: Apache-2.0
package io.slostream.dashboards.text;

import io.slostream.schemas.output.PrintableText;

/** What people wrote in definitions, as one line. */
public final class OneLine {
    private OneLine() {}

    /** The text with every run of white space as one space, and nothing in it that is not seen. */
    public static String of(String text) {
        return PrintableText.of(text.replaceAll("\\s+", " ").strip());
    }
}
