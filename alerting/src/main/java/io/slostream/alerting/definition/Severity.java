// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import java.util.Locale;

/** How loud an alert is, in the words of the SRE Workbook; later constants are greater. */
public enum Severity {
    TICKET,
    PAGE;

    /** The lower-case word used in definitions and records. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
