// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import io.slostream.alerting.definition.GroupBy;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.definition.Window;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.DefinitionChange;
import io.slostream.topology.DefinitionVersions;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.Series;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.VersionedDefinition;
import io.slostream.topology.sketch.Sketch;
import io.slostream.topology.state.KeyValueState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Under which version each SLO of one kind is judged. An SLO whose indicator changed stays under its old version, on its
 * old series, until the new series is covered; all others follow the version of the kind.
 */
final class KindVersions {
    private final TelemetryKind kind;
    private final DefinitionVersions versions;
    private final KeyValueState<JudgingKey, Long> state;
    private final TreeMap<String, Long> under = new TreeMap<>();
    private VersionedDefinition current;

    /** Versions over their state; a kind that was never judged is under the first version. */
    KindVersions(TelemetryKind kind, DefinitionVersions versions, KeyValueState<JudgingKey, Long> state) {
        this.kind = kind;
        this.versions = versions;
        this.state = state;
        Long stored = state.get(new JudgingKey(kind, ""));
        current = stored == null ? versions.first() : versions.require(stored);
        if (stored == null) {
            slosOf(current).forEach(slo -> under.put(slo.name(), current.version()));
        } else {
            state.forEach((key, version) -> {
                if (key.kind() == kind && !key.slo().isEmpty()) {
                    under.put(key.slo(), version);
                }
            });
        }
    }

    private List<SloDefinition> slosOf(VersionedDefinition version) {
        return version.definition().slos().slos().stream()
                .filter(slo -> slo.indicator().of() == kind)
                .toList();
    }

    /** The version of the kind. */
    VersionedDefinition current() {
        return current;
    }

    /** Names of the SLOs that are judged, in order. */
    List<String> slos() {
        return List.copyOf(under.keySet());
    }

    /** The version under which an SLO is judged. */
    VersionedDefinition versionOf(String slo) {
        return versions.require(under.get(slo));
    }

    /** The SLO as it is judged. */
    SloDefinition judged(String slo) {
        return versionOf(slo).slo(slo).orElseThrow();
    }

    /** Number of the SLI on which an SLO is judged. */
    int sliOf(String slo) {
        return versionOf(slo).sliOf(judged(slo));
    }

    /** The SLOs that are judged on an SLI, in name order. */
    List<SloDefinition> judgedOn(int sli) {
        return under.keySet().stream()
                .filter(slo -> sliOf(slo) == sli)
                .map(this::judged)
                .toList();
    }

    /** Whether an SLO is judged on another series than its present definition counts. */
    boolean isOutgoing(String slo) {
        Optional<SloDefinition> now = current.slo(slo);
        return now.isEmpty() || current.sliOf(now.get()) != sliOf(slo);
    }

    /** The SLOs that are. */
    List<String> outgoing() {
        return under.keySet().stream().filter(this::isOutgoing).toList();
    }

    /** Whether a series of an SLI is judged, will be, or may be once another version judges. */
    boolean isWanted(int sli) {
        return !windowsOf(sli).isEmpty();
    }

    /** Whether a group is served by a version: what was counted for another before it adopted the version is passed over. */
    boolean isServed(Series series, VersionedDefinition version) {
        Optional<Set<String>> declared = version.definition().declaredGroups(groupByOf(series.sli()));
        return declared.isEmpty()
                || declared.get().contains(series.group())
                || series.group().equals(EngineDefinition.OTHER);
    }

    /**
     * The version that brought the group of a series: the first of the unbroken run that serves it, up to the version of the
     * kind; empty when that does not serve it.
     */
    Optional<VersionedDefinition> bringing(Series series) {
        Optional<VersionedDefinition> brought = Optional.empty();
        Optional<VersionedDefinition> version = Optional.of(current);
        while (version.isPresent() && isServed(series, version.get())) {
            brought = version;
            version = versions.before(version.get().version());
        }
        return brought;
    }

    /** Every window that somebody looks at, or will, ascending. */
    List<Window> windowsOf(int sli) {
        TreeSet<Window> windows = new TreeSet<>();
        judgedOn(sli).forEach(slo -> windows.addAll(VersionedDefinition.windowsOf(slo)));
        if (sli < current.slis().size()) {
            current.slosOf(sli).forEach(slo -> windows.addAll(VersionedDefinition.windowsOf(slo)));
        } else {
            VersionedDefinition newest = versions.newest();
            VersionedDefinition bringing =
                    versions.require(newest.slis().get(sli).since());
            windows.addAll(bringing.windowsOf(sli));
        }
        return List.copyOf(windows);
    }

    /** Every sketch by number, with what somebody looks at, or will, of those of an SLI. */
    List<Sketch> sketchesOf(int sli) {
        List<Sketch> sketches = new ArrayList<>();
        versions.newest().sketches().forEach(sketch -> sketches.add(sketch.unseen()));
        List<SloDefinition> looking = new ArrayList<>(judgedOn(sli));
        if (sli < current.slis().size()) {
            looking.addAll(current.slosOf(sli));
        } else {
            looking.addAll(
                    versions.require(versions.newest().slis().get(sli).since()).slosOf(sli));
        }
        looking.forEach(slo -> slo.distribution().ifPresent(shown -> Sketch.add(sketches, sli, shown)));
        return sketches;
    }

    /** What an SLI counts, of any version that is known. */
    TelemetryKind kindOf(int sli) {
        return versions.newest().indicator(sli).of();
    }

    /** What the series of an SLI stand for, of any version that is known. */
    GroupBy groupByOf(int sli) {
        return versions.newest().indicator(sli).groupBy();
    }

    /** Goes over to a version; SLOs that are gone are to be let go first, and others moved by {@link #move}. */
    void moveTo(VersionedDefinition next) {
        current = next;
        state.put(new JudgingKey(kind, ""), next.version());
        // What was implied by the first version is written down, so that it is not taken for the next.
        under.forEach((slo, version) -> state.put(new JudgingKey(kind, slo), version));
    }

    /** Judges an SLO under the version of the kind from now on. */
    void move(String slo) {
        under.put(slo, current.version());
        state.put(new JudgingKey(kind, slo), current.version());
    }

    /** Judges an SLO no more. */
    void drop(String slo) {
        under.remove(slo);
        state.delete(new JudgingKey(kind, slo));
    }

    /** The SLOs of a version that read this kind, by name. */
    Map<String, SloDefinition> namesOf(VersionedDefinition version) {
        Map<String, SloDefinition> names = new TreeMap<>();
        slosOf(version).forEach(slo -> names.put(slo.name(), slo));
        return names;
    }

    /**
     * The last boundary at which the old series of an outgoing SLO is certain to hold everything.
     */
    long completeUntilMs(String slo, Adoptions adoptions, Iterable<Integer> sources) {
        VersionedDefinition old = versionOf(slo);
        long until = Long.MAX_VALUE;
        List<VersionedDefinition> later = new ArrayList<>();
        for (VersionedDefinition version = current;
                version.version() > old.version();
                version = versions.before(version.version()).orElseThrow()) {
            later.add(version);
        }
        for (VersionedDefinition version : later) {
            long overlap = DefinitionChange.between(old, version).overlapMs();
            long since = adoptions.firstCountedSinceMs(version.version(), sources);
            if (overlap > 0 && since != Long.MAX_VALUE) {
                until = Math.min(until, DefinitionChange.outgoingUntilMs(since, overlap));
            }
        }
        return until;
    }

    /** Whether the new series of an outgoing SLO, counted since some time, is covered for every alert at a boundary. */
    boolean isCovered(String slo, long sinceMs, long boundaryMs, TimeGrid grid) {
        return sinceMs < boundaryMs
                && current.slo(slo).orElseThrow().alerts().stream()
                        .allMatch(alert -> alert.tiers().stream()
                                .flatMap(tier -> tier.bounds().stream())
                                .allMatch(bound -> {
                                    long edge = grid.oldEdge(bound.window(), boundaryMs);
                                    long uncovered = Math.min(boundaryMs, Math.max(edge, sinceMs)) - edge;
                                    return !alert.minimumCoverage()
                                            .complement()
                                            .isExceededBy(uncovered, boundaryMs - edge);
                                }));
    }
}
