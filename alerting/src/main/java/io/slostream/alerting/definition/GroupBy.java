// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import java.util.Locale;

/** What the series of an SLI stand for. These are all the labels there are: declared, and few. */
public enum GroupBy {
    /** One series for each declared specialist. */
    SPECIALIST,
    /** One series for each declared resource class; samples only. */
    RESOURCE_CLASS,
    /** One series. */
    ALL;

    /** The one group of {@link #ALL}. */
    public static final String ALL_GROUP = "all";

    /** The word in definitions. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
