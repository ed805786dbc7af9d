// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology;

import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Everything that decides verdicts: the SLOs, the specialists that are served, and the time grid.
 *
 * @param slos SLO definitions
 * @param specialists declared specialists; all others fold into {@link #OTHER}. Empty: specialists are discovered from
 *     the input (files, tests and demonstrations, where the input is trusted)
 * @param grid time grid
 */
public record EngineDefinition(DefinitionSet slos, Optional<Set<String>> specialists, TimeGrid grid) {
    /** The group that undeclared specialists are counted in. */
    public static final String OTHER = "__other__";

    /**
     * Hash of everything that decides verdicts: hex SHA-256 over the SLOs, the declared specialists in name order and
     * the grid.
     */
    public String hash() {
        String served =
                specialists.map(names -> new TreeSet<>(names).toString()).orElse("discovered");
        return DefinitionSet.sha256(slos.hash() + served + grid);
    }

    /** Numbers of the SLIs that read one of these kinds, ascending. */
    public List<Integer> indicatorsOf(Set<TelemetryKind> kinds) {
        List<Integer> result = new ArrayList<>();
        for (int sli = 0; sli < slos.indicators().size(); sli++) {
            if (kinds.contains(slos.indicators().get(sli).of())) {
                result.add(sli);
            }
        }
        return result;
    }

    /** Lengths of all windows that an SLI must keep, period included, ascending and each once, milliseconds. */
    public List<Long> windowsOf(int sli) {
        return slos.slos().stream()
                .filter(slo -> slos.indicatorOf(slo) == sli)
                .flatMap(slo -> Stream.concat(
                        Stream.of(slo.periodMs()),
                        slo.alerts().stream()
                                .flatMap(alert -> alert.tiers().stream())
                                .flatMap(tier -> tier.bounds().stream())
                                .map(bound -> bound.windowMs())))
                .distinct()
                .sorted()
                .toList();
    }
}
