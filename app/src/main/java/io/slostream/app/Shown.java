// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import io.slostream.app.review.SloGroup;
import io.slostream.app.run.RecordedEngine;
import io.slostream.topology.judge.AlertKey;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What of a history is reported.
 *
 * @param slos names, empty: all
 * @param specialists names of groups, empty: all
 */
record Shown(Set<String> slos, Set<String> specialists) implements Predicate<SloGroup> {
    Shown {
        slos = Set.copyOf(slos);
        specialists = Set.copyOf(specialists);
    }

    @Override
    public boolean test(SloGroup of) {
        return (slos.isEmpty() || slos.contains(of.slo()))
                && (specialists.isEmpty() || specialists.contains(of.group()));
    }

    boolean has(AlertKey key) {
        return test(new SloGroup(key.slo(), key.group()));
    }

    /** Keys of records are {@code slo/alert/group}; only the group may hold a slash. */
    boolean has(String key) {
        String[] names = key.split("/", 3);
        return names.length == 3 && test(new SloGroup(names[0], names[2]));
    }

    /** Refuses names of SLOs that the engine never had. */
    void requireKnown(RecordedEngine engine) {
        for (String name : slos) {
            boolean known = engine.versions().all().stream()
                    .anyMatch(version -> version.slo(name).isPresent());
            if (!known) {
                throw new UsageException("--slo " + name + ": " + engine.applicationId() + " never had an SLO of this"
                        + " name; without --input this is a name, not a file");
            }
        }
    }
}
