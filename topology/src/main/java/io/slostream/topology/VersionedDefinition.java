// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology;

import io.slostream.alerting.definition.Indicator;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.definition.Tier;
import io.slostream.alerting.definition.Window;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.sketch.Sketch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One version of the definition and its SLIs by number. Numbers are those of all versions so far, so that packets and
 * stores of one version are understood under the next; they follow from the versions alone, in their order, and so are
 * the same on every instance and in every replay.
 *
 * <p>An SLO whose indicator changes gets a new SLI in the slot of the old one: the slot decides which stage-2 partition
 * owns its series, so the new series is counted beside the old one by the same task, and the alert passes over.
 */
public final class VersionedDefinition {
    /** The version of a definition that came from files and has no successor. */
    public static final long FILES = -1;

    private final long version;
    private final EngineDefinition definition;
    private final String hash;
    private final List<Sli> slis;
    private final Map<String, Integer> sliOfSlo;
    private final List<Sketch> sketches;

    /**
     * What is counted, in one slot.
     *
     * @param slot what the owning partition follows from
     * @param indicator what is counted
     * @param since the version that brought it
     */
    public record Sli(int slot, Indicator indicator, long since) {}

    /** Asked at every boundary for every series. */
    private final Map<String, SloDefinition> sloOfName = new HashMap<>();

    private VersionedDefinition(
            long version,
            EngineDefinition definition,
            List<Sli> slis,
            Map<String, Integer> sliOfSlo,
            List<Sketch> earlierSketches) {
        this.version = version;
        this.definition = definition;
        this.hash = definition.hash();
        this.slis = List.copyOf(slis);
        this.sliOfSlo = Map.copyOf(sliOfSlo);
        definition.slos().slos().forEach(slo -> sloOfName.put(slo.name(), slo));
        List<Sketch> numbered = new ArrayList<>();
        earlierSketches.forEach(sketch -> numbered.add(sketch.unseen()));
        for (SloDefinition slo : definition.slos().slos()) {
            slo.distribution().ifPresent(shown -> Sketch.add(numbered, sliOfSlo.get(slo.name()), shown));
        }
        this.sketches = List.copyOf(numbered);
    }

    /** A first version: SLOs that count the same share an SLI, numbered in the order of first use. */
    public static VersionedDefinition first(long version, EngineDefinition definition) {
        List<Sli> slis = new ArrayList<>();
        Map<String, Integer> sliOfSlo = new HashMap<>();
        for (SloDefinition slo : definition.slos().slos()) {
            int number = definition.slos().indicatorOf(slo);
            if (number == slis.size()) {
                slis.add(new Sli(number, slo.indicator(), version));
            }
            sliOfSlo.put(slo.name(), number);
        }
        return new VersionedDefinition(version, definition, slis, sliOfSlo, List.of());
    }

    /** The version after this one. An SLI is the same only where it was counted until now. */
    public VersionedDefinition next(long nextVersion, EngineDefinition next) {
        List<Sli> numbered = new ArrayList<>(slis);
        Map<String, Integer> assigned = new TreeMap<>();
        Set<Integer> present = new TreeSet<>(sliOfSlo.values());
        for (SloDefinition slo : next.slos().slos()) {
            Integer before = sliOfSlo.get(slo.name());
            if (before != null) {
                int slot = slis.get(before).slot();
                int number = find(numbered, present, slot, slo.indicator()).orElse(numbered.size());
                if (number == numbered.size()) {
                    numbered.add(new Sli(slot, slo.indicator(), nextVersion));
                    present.add(number);
                }
                assigned.put(slo.name(), number);
            }
        }
        int slots = 1 + slis.stream().mapToInt(Sli::slot).max().orElse(-1);
        for (SloDefinition slo : next.slos().slos()) {
            if (!assigned.containsKey(slo.name())) {
                // Only what some SLO of the next version keeps counting may be shared with a newcomer.
                int number = find(numbered, Set.copyOf(assigned.values()), -1, slo.indicator())
                        .orElse(numbered.size());
                if (number == numbered.size()) {
                    numbered.add(new Sli(slots++, slo.indicator(), nextVersion));
                }
                assigned.put(slo.name(), number);
            }
        }
        return new VersionedDefinition(nextVersion, next, numbered, assigned, sketches);
    }

    private static Optional<Integer> find(List<Sli> slis, Set<Integer> among, int slot, Indicator indicator) {
        return among.stream()
                .sorted()
                .filter(number -> slis.get(number).indicator().equals(indicator))
                .filter(number -> slot < 0 || slis.get(number).slot() == slot)
                .findFirst();
    }

    /** Offset of this version in {@code slo.definitions.v1}, or {@link #FILES}. */
    public long version() {
        return version;
    }

    /** The definition itself. */
    public EngineDefinition definition() {
        return definition;
    }

    /** {@link EngineDefinition#hash} of the definition. */
    public String hash() {
        return hash;
    }

    /** Every SLI of this version and of those before it, by number. */
    public List<Sli> slis() {
        return slis;
    }

    /** Every sketch of this version and of those before it, by number, with what this version shows of it. */
    public List<Sketch> sketches() {
        return sketches;
    }

    /** What an SLI counts. */
    public Indicator indicator(int sli) {
        return slis.get(sli).indicator();
    }

    /** Number of the SLI that an SLO of this version reads. */
    public int sliOf(SloDefinition slo) {
        return sliOfSlo.get(slo.name());
    }

    /** The SLO of a name in this version. */
    public Optional<SloDefinition> slo(String name) {
        return Optional.ofNullable(sloOfName.get(name));
    }

    /** The SLOs of this version that read an SLI, in name order. */
    public List<SloDefinition> slosOf(int sli) {
        return definition.slos().slos().stream()
                .filter(slo -> sliOf(slo) == sli)
                .toList();
    }

    /** Numbers of the SLIs in use that read one of these kinds, ascending. */
    public List<Integer> slisOf(Set<TelemetryKind> kinds) {
        return sliOfSlo.values().stream()
                .distinct()
                .filter(sli -> kinds.contains(indicator(sli).of()))
                .sorted()
                .toList();
    }

    /** All windows that an SLO looks at, periods included, ascending and each once. */
    public static List<Window> windowsOf(SloDefinition slo) {
        return Stream.concat(
                        slo.goal().periods().stream(),
                        slo.alerts().stream()
                                .flatMap(alert -> alert.tiers().stream())
                                .flatMap(tier -> tier.bounds().stream())
                                .map(Tier.Bound::window))
                .distinct()
                .sorted()
                .toList();
    }

    /** All windows that an SLI must keep, periods included, ascending and each once; none when it is not in use. */
    public List<Window> windowsOf(int sli) {
        return slosOf(sli).stream()
                .flatMap(slo -> windowsOf(slo).stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** The stage-2 partition that owns a series. */
    public int partitionOf(Series series, int partitions) {
        return series.partition(slis.get(series.sli()).slot(), partitions);
    }
}
