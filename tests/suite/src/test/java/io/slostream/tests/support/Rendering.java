// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.support;

import io.slostream.testkit.oracle.OracleTransition;
import io.slostream.topology.judge.Verdict;
import java.util.ArrayList;
import java.util.List;

/** A verdict in the words of the oracle, so that the two can be compared. */
public final class Rendering {
    private Rendering() {}

    /** The verdict as an oracle would have written it. */
    public static OracleTransition of(Verdict verdict) {
        List<Long> counts = new ArrayList<>();
        verdict.windows().forEach(window -> {
            counts.add(window.good());
            counts.add(window.total());
        });
        return new OracleTransition(
                verdict.key().slo() + "/" + verdict.key().alert() + "/"
                        + verdict.key().group(),
                verdict.transition().kind().word(),
                verdict.transition().severity().word(),
                verdict.transition().atMs(),
                verdict.transition().startedAtMs(),
                verdict.transition().firedAtMs(),
                verdict.transition().resolvedAtMs(),
                verdict.transition().reason().word(),
                counts);
    }
}
