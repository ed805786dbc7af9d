// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import io.slostream.alerting.definition.GroupBy;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.topology.EngineDefinition;
import java.util.Optional;

/** Which group the engine counts an event in, for those who look at single events. Not thread-safe. */
public final class EventGroups {
    private final Groups groups;

    /** The groups of a definition. */
    public EventGroups(EngineDefinition definition) {
        groups = new Groups(definition);
    }

    /** The event's group of a sort; empty when it has none, as an event without a resource class. */
    public Optional<String> of(GroupBy groupBy, TelemetryEvent event) {
        groups.begin(event);
        return groups.has(groupBy) ? Optional.of(groups.of(groupBy).group) : Optional.empty();
    }
}
