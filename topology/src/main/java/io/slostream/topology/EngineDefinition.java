// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology;

import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.GroupBy;
import io.slostream.alerting.definition.Window;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Everything that decides verdicts: the SLOs, the specialists and resource classes that are served, and the time grid.
 *
 * @param slos SLO definitions
 * @param specialists declared specialists; all others fold into {@link #OTHER}. Empty: specialists are discovered from
 *     the input (files, tests and demonstrations, where the input is trusted)
 * @param resourceClasses declared resource classes, likewise
 * @param grid time grid
 */
public record EngineDefinition(
        DefinitionSet slos, Optional<Set<String>> specialists, Optional<Set<String>> resourceClasses, TimeGrid grid) {
    /** The group that undeclared specialists and resource classes are counted in. */
    public static final String OTHER = "__other__";

    /** A definition with these specialists and no resource class, or that discovers both. */
    public EngineDefinition(DefinitionSet slos, Optional<Set<String>> specialists, TimeGrid grid) {
        this(slos, specialists, specialists.map(declared -> Set.of()), grid);
    }

    /** The same definition with verdicts at another distance. */
    public EngineDefinition withEvaluationInterval(long intervalMs) {
        return new EngineDefinition(slos, specialists, resourceClasses, grid.withEvaluationInterval(intervalMs));
    }

    /**
     * Hash of everything that decides verdicts: hex SHA-256 over the SLOs, the declared specialists and resource classes
     * in name order and the grid.
     */
    public String hash() {
        return DefinitionSet.sha256(slos.hash() + inOrder(specialists) + inOrder(resourceClasses) + grid);
    }

    private static String inOrder(Optional<Set<String>> declared) {
        return declared.map(names -> new TreeSet<>(names).toString()).orElse("discovered");
    }

    /** The groups that a way of grouping has from the start, empty when they are discovered. */
    public Optional<Set<String>> declaredGroups(GroupBy groupBy) {
        return switch (groupBy) {
            case SPECIALIST -> specialists;
            case RESOURCE_CLASS -> resourceClasses;
            case ALL -> Optional.of(Set.of(GroupBy.ALL_GROUP));
        };
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

    /** All windows that an SLI must keep, periods included, ascending and each once. */
    public List<Window> windowsOf(int sli) {
        return slos.slos().stream()
                .filter(slo -> slos.indicatorOf(slo) == sli)
                .flatMap(slo -> Stream.concat(
                        slo.goal().periods().stream(),
                        slo.alerts().stream()
                                .flatMap(alert -> alert.tiers().stream())
                                .flatMap(tier -> tier.bounds().stream())
                                .map(bound -> bound.window())))
                .distinct()
                .sorted()
                .toList();
    }
}
