// SPDX-License-Identifier: Apache-2.0
package io.slostream.testkit;

/** The SLIs that generated scenarios use, in the words of a definition; {@link RandomTelemetry} knows their outcomes. */
public enum Sli {
    EVALUATION_PASSED("{ of: evaluation, good: { passed: true }, groupBy: specialist }"),
    CANARY_PASSED("{ of: canary, good: { passed: true }, groupBy: specialist }"),
    REQUEST_TTFT("{ of: request, good: { ttft_ms: { lte: 500 } }, groupBy: specialist }"),
    REQUEST_AVAILABLE(
            "{ of: request, good: { error_type: { exists: false }, status_code: { lt: 500 } }, groupBy: specialist }");

    private final String ratio;

    Sli(String ratio) {
        this.ratio = ratio;
    }

    /** The value of {@code indicator.ratio} in flow YAML. */
    public String ratio() {
        return ratio;
    }
}
