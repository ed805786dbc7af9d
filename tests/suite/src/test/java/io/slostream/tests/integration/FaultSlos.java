// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import io.slostream.testkit.Sli;
import io.slostream.testkit.oracle.OracleAlert;
import io.slostream.testkit.oracle.OracleSlo;
import java.math.BigDecimal;
import java.util.List;

/** Objectives with windows, holds and clearances of seconds, so that a short run passes through every state. */
final class FaultSlos {
    /** Fires as soon as its condition is met. */
    static final String IMMEDIATE = "Immediate";

    /** Fires three seconds after its condition began. */
    static final String HELD = "Held";

    /** Fires twelve seconds after its condition began, so there is time for a fault while it is pending. */
    static final String PATIENT = "Patient";

    private static final BigDecimal COVERAGE = new BigDecimal("0.6");
    private static final long SECOND = 1_000;

    private FaultSlos() {}

    /** One SLO on canaries. */
    static List<OracleSlo> canaries() {
        return List.of(slo("canary-faults", Sli.CANARY_PASSED));
    }

    /** An SLO on canaries and one on evaluations. */
    static List<OracleSlo> canariesAndEvaluations() {
        return List.of(slo("canary-faults", Sli.CANARY_PASSED), slo("evaluation-faults", Sli.EVALUATION_PASSED));
    }

    private static OracleSlo slo(String name, Sli sli) {
        return new OracleSlo(
                name,
                sli,
                new BigDecimal("0.9"),
                3_600 * SECOND,
                List.of(
                        bound(IMMEDIATE, "0.8", 5, 0, 0, 0, false),
                        bound(HELD, "0.8", 5, 3, 1, 0, false),
                        bound("Reset", "0.5", 5, 2, 0, 5, true),
                        bound(PATIENT, "0.9", 5, 12, 3, 0, false),
                        new OracleAlert(
                                "Burning",
                                List.of(tier("page", 10, 5, "6"), tier("ticket", 15, 5, "2")),
                                SECOND,
                                SECOND,
                                8,
                                4,
                                COVERAGE,
                                OracleAlert.NoData.FREEZE)));
    }

    private static OracleAlert bound(
            String name, String below, int windowSeconds, int hold, int keepFiring, int minimumEvents, boolean reset) {
        OracleAlert.Tier tier =
                new OracleAlert.Tier("page", List.of(windowSeconds * SECOND), null, new BigDecimal(below));
        return new OracleAlert(
                name,
                List.of(tier),
                hold * SECOND,
                keepFiring * SECOND,
                minimumEvents,
                0,
                COVERAGE,
                reset ? OracleAlert.NoData.RESET : OracleAlert.NoData.FREEZE);
    }

    private static OracleAlert.Tier tier(String severity, int longSeconds, int shortSeconds, String rate) {
        return new OracleAlert.Tier(
                severity, List.of(longSeconds * SECOND, shortSeconds * SECOND), new BigDecimal(rate), null);
    }
}
