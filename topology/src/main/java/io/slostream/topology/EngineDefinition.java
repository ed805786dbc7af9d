// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology;

import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.GroupBy;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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
        return on(grid.withEvaluationInterval(intervalMs));
    }

    /** The same definition on another grid. */
    public EngineDefinition on(TimeGrid newGrid) {
        return new EngineDefinition(slos, specialists, resourceClasses, newGrid);
    }

    /** The same specialists, classes and grid with other SLOs. */
    public EngineDefinition with(DefinitionSet newSlos) {
        return new EngineDefinition(newSlos, specialists, resourceClasses, grid);
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
}
