// SPDX-License-Identifier: Apache-2.0
package io.slostream.dashboards.prometheus;

import io.slostream.schemas.output.MetricNames;

/** Expressions over the series of the engine. */
public final class PromQl {
    private PromQl() {}

    /** A text as a literal. */
    public static String literal(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    /**
     * A series as the instance knows it that has the newest summary. Every instance serves the summaries of all of them, and
     * one that no longer reads them would otherwise be heard for ever.
     *
     * @param series a selector, narrowed to the SLO
     * @param slo its name
     */
    public static String newest(String series, String slo) {
        String evaluated = MetricNames.EVALUATED + "{slo=" + literal(slo) + "}";
        return series + " and on (job, instance, slo, group) (" + evaluated
                + " == on (slo, group) group_left () max by (slo, group) (" + evaluated + "))";
    }

    /** The greatest value for each combination of these labels. */
    public static String max(String labels, String expression) {
        return "max by (" + labels + ") (" + expression + ")";
    }
}
