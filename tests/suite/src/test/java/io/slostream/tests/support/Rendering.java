// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.support;

import io.slostream.testkit.oracle.OracleTransition;
import io.slostream.topology.judge.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.avro.generic.GenericRecord;

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

    /** A record of the transitions topic as an oracle would have written it. */
    public static OracleTransition of(GenericRecord record) {
        List<Long> counts = new ArrayList<>();
        for (Object window : (List<?>) record.get("windows")) {
            counts.add((Long) ((GenericRecord) window).get("good"));
            counts.add((Long) ((GenericRecord) window).get("total"));
        }
        return new OracleTransition(
                record.get("slo") + "/" + record.get("alert") + "/" + record.get("group"),
                record.get("state").toString(),
                record.get("severity").toString(),
                (Long) record.get("at"),
                time(record, "started_at"),
                time(record, "fired_at"),
                time(record, "resolved_at"),
                record.get("reason").toString(),
                counts);
    }

    /** The same with windows in ascending order of their counts, for comparing across orders of windows. */
    public static OracleTransition withSortedCounts(OracleTransition transition) {
        List<List<Long>> pairs = new ArrayList<>();
        for (int i = 0; i < transition.counts().size(); i += 2) {
            pairs.add(transition.counts().subList(i, i + 2));
        }
        pairs.sort(Comparator.comparing((List<Long> pair) -> pair.get(1)).thenComparing(pair -> pair.get(0)));
        return new OracleTransition(
                transition.key(),
                transition.state(),
                transition.severity(),
                transition.atMs(),
                transition.startedAtMs(),
                transition.firedAtMs(),
                transition.resolvedAtMs(),
                transition.reason(),
                pairs.stream().flatMap(List::stream).toList());
    }

    private static long time(GenericRecord record, String field) {
        return record.get(field) == null ? Long.MIN_VALUE : (Long) record.get(field);
    }
}
