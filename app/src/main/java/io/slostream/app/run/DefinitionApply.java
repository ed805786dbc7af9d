// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.app.UsageException;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.topology.DefinitionChange;
import io.slostream.topology.DefinitionVersions;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.VersionedDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Changes the definitions of a running fleet: what is wrong is refused before anything is written, so that the old set
 * stays in force; what is written is adopted by every instance in the order of the log.
 */
public final class DefinitionApply {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(20);

    private final EngineConfig config;

    /** A change of the fleet that this configuration belongs to. */
    public DefinitionApply(EngineConfig config) {
        this.config = config;
    }

    /**
     * What was found and done.
     *
     * @param inForce version that was in force
     * @param change what the new set changes against it
     * @param version the new version; empty when nothing was written
     */
    public record Result(long inForce, DefinitionChange change, OptionalLong version) {}

    /**
     * Compares a set with the one in force and, unless it says the same or this is only for looking, writes it.
     *
     * @param slos the set that should be in force
     * @param isDryRun whether to look only
     * @throws UsageException when the fleet cannot change to it, or has not begun yet; nothing was written
     * @throws EngineFailedException when cluster or registry do not answer in time
     */
    public Result apply(DefinitionSet slos, boolean isDryRun, long nowMs) {
        Properties properties = EngineRunner.properties(config);
        StreamsConfig streamsConfig = KafkaProperties.check(properties);
        SchemaRegistry registry = RegistryConnection.of(config);
        // That nobody answers is said in our words; the log would only run out of time.
        Cluster.connect(streamsConfig, config.applicationId() + "-apply", CONNECT_WITHIN)
                .close();
        DefinitionLog log = new DefinitionLog(
                streamsConfig, config.applicationId(), config.instanceId(), config.outputFormat(), registry);
        List<DefinitionEntry> entries = log.read();
        DefinitionEntry start = StartPreparation.startOf(entries)
                .orElseThrow(() -> new UsageException("engine " + config.applicationId()
                        + " has never started on this cluster: it begins with the definitions of its engine.yaml;"
                        + " start it with slostream run"));
        DefinitionVersions versions = DefinitionChain.of(entries, start, DefinitionApply::refuseUnreadable)
                .versions();
        VersionedDefinition inForce = versions.newest();
        EngineDefinition next = new EngineDefinition(
                slos,
                Optional.of(config.specialists()),
                Optional.of(config.resourceClasses()),
                config.definition().grid());
        check(versions, next, start);
        DefinitionChange change = DefinitionChange.between(inForce, inForce.next(inForce.version() + 1, next));
        OptionalLong version =
                change.isNone() || isDryRun ? OptionalLong.empty() : OptionalLong.of(log.appendApplied(next, nowMs));
        return new Result(inForce.version(), change, version);
    }

    private static void refuseUnreadable(long version, String why) {
        throw new UsageException("version " + version + " in " + TopicCatalog.DEFINITIONS.name()
                + " cannot be read by this version of slostream (" + why + "); apply with the one that the fleet runs");
    }

    /**
     * Compares with every version there was, since partitions that are behind may still judge under an older one.
     *
     * @throws UsageException with everything that a running state cannot follow
     */
    static void check(DefinitionVersions versions, EngineDefinition next, DefinitionEntry start) {
        VersionedDefinition inForce = versions.newest();
        List<String> problems = new ArrayList<>();
        if (!next.grid().equals(inForce.definition().grid())) {
            problems.add(
                    "profile and evaluationInterval cannot be changed on a running state: put the old ones back, or"
                            + " begin anew with another applicationId");
        }
        for (SloDefinition slo : next.slos().slos()) {
            String topic = slo.indicator().of().topic();
            if (!start.boundaries().containsKey(topic)) {
                problems.add("SLO " + slo.name() + " reads " + topic + ", which this engine does not read; begin anew"
                        + " with another applicationId");
            }
            ofAnotherKind(versions, slo).ifPresent(problems::add);
        }
        if (!problems.isEmpty()) {
            throw new UsageException(
                    "version " + inForce.version() + " stays in force:\n" + String.join("\n", problems));
        }
    }

    /** The newest version first: that is the one that people know. */
    private static Optional<String> ofAnotherKind(DefinitionVersions versions, SloDefinition slo) {
        TelemetryKind kind = slo.indicator().of();
        List<VersionedDefinition> all = versions.all();
        for (int i = all.size() - 1; i >= 0; i--) {
            VersionedDefinition version = all.get(i);
            Optional<TelemetryKind> other =
                    version.slo(slo.name()).map(old -> old.indicator().of()).filter(old -> old != kind);
            if (other.isPresent()) {
                return Optional.of("SLO " + slo.name() + " would read " + kind.type() + " events; in version "
                        + version.version() + " it reads " + other.get().type()
                        + " events, and alerts and summaries of the two would share their keys: choose another name");
            }
        }
        return Optional.empty();
    }
}
