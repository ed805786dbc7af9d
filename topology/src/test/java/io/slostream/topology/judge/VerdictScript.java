// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import static io.slostream.topology.TopologyFixtures.HOUR;
import static io.slostream.topology.TopologyFixtures.MINUTE;
import static io.slostream.topology.TopologyFixtures.SECOND;
import static io.slostream.topology.TopologyFixtures.T0;
import static io.slostream.topology.TopologyFixtures.alert;
import static io.slostream.topology.TopologyFixtures.discovering;
import static io.slostream.topology.TopologyFixtures.passed;
import static io.slostream.topology.TopologyFixtures.serving;
import static io.slostream.topology.TopologyFixtures.slo;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.GroupBy;
import io.slostream.alerting.definition.NoDataPolicy;
import io.slostream.alerting.definition.Severity;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.Exclusion;
import io.slostream.topology.Packet;
import io.slostream.topology.Partial;
import io.slostream.topology.Series;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.StartPoint;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.VersionedDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** A random definition with the packets of three sources: outages, late counts and silences longer than any window. */
final class VerdictScript {
    static final int SOURCES = 3;
    /** Exclusions have a topic of their own. */
    static final StartPoint START = StartPoint.at(T0).withExclusions();

    private static final long PANE = TimeGrid.DEFAULT.paneMs();

    final EngineDefinition definition;
    final long endMs;
    final List<Partial> partials = new ArrayList<>();
    /** In the order in which they become visible. */
    final List<Exclusion> exclusions = new ArrayList<>();
    /** For each source its packets in the order in which it sent them; last that of exclusions. */
    final List<List<Packet>> packets = new ArrayList<>();

    /** What stage 1 forwards: a specialist that is not declared is one of the others. */
    private final List<String> groups;

    private final SplittableRandom random;

    VerdictScript(SplittableRandom random) {
        this.random = random;
        long interval = new long[] {5 * SECOND, 5 * SECOND, 15 * SECOND, MINUTE}[random.nextInt(4)];
        TimeGrid grid = TimeGrid.DEFAULT.withEvaluationInterval(interval);
        SloDefinition slo = slo(
                "correctness",
                passed(),
                random.nextBoolean() ? 2 * MINUTE : HOUR,
                alert("Frozen", "0.15", 10 * SECOND, 20 * SECOND, NoDataPolicy.FREEZE, 10 * SECOND),
                covered(alert("Burning", "0.3", 0, 15 * SECOND, NoDataPolicy.FREEZE, MINUTE, 10 * SECOND)),
                alert("Forgetful", "0.3", 15 * SECOND, MINUTE, NoDataPolicy.RESET, 30 * SECOND),
                alert("Silent", "0.3", 10 * SECOND, 20 * SECOND, after(random), 20 * SECOND),
                covered(alert("Covered", "0.3", 0, 0, after(random), 2 * MINUTE, 10 * SECOND)),
                alert("Foreign", "0.3", 15 * SECOND, 7 * MINUTE, NoDataPolicy.NOT_MET, MINUTE));
        boolean discovers = random.nextBoolean();
        definition = discovers ? discovering(grid, slo) : serving(grid, Set.of("coder", "writer", "idle"), slo);
        groups = List.of("coder", "writer", discovers ? "solver" : EngineDefinition.OTHER);
        endMs = T0 + 6 * HOUR;
        for (int source = 0; source < SOURCES; source++) {
            packets.add(packets(source, counts()));
        }
        for (int count = random.nextInt(12); count > 0; count--) {
            exclusions.add(exclusion(count));
        }
        exclusions.sort(Comparator.comparing(Exclusion::key));
        packets.add(exclusionPackets());
    }

    /** One interleaving of the sources, each in its own order. */
    List<Packet> interleaved(SplittableRandom random) {
        int[] next = new int[packets.size()];
        List<Packet> result = new ArrayList<>();
        while (result.size() < packets.stream().mapToInt(List::size).sum()) {
            int source = random.nextInt(packets.size());
            if (next[source] < packets.get(source).size()) {
                result.add(packets.get(source).get(next[source]++));
            }
        }
        return result;
    }

    /** A delay that ends in the midst of the silences, between boundaries too. */
    private static NoDataPolicy after(SplittableRandom random) {
        long delayMs = new long[] {0, 13 * SECOND, 4 * MINUTE, 17 * MINUTE + 7 * SECOND}[random.nextInt(4)];
        return new NoDataPolicy.AlertAfter(delayMs, random.nextBoolean() ? Severity.PAGE : Severity.TICKET);
    }

    VerdictOracle oracle() {
        return new VerdictOracle(definition, partials, List.of(), exclusions, endMs);
    }

    /** Around one of the lively stretches: filed before, while it lasts, or when it has been judged already. */
    private Exclusion exclusion(int position) {
        long lively = T0 + random.nextInt(6) * HOUR + (random.nextInt(3) == 0 ? 30 * MINUTE : 0);
        long from = lively - MINUTE + random.nextLong(3 * MINUTE);
        long length = random.nextInt(4) == 0 ? random.nextLong(1, 2 * HOUR) : random.nextLong(1, 2 * MINUTE);
        long filed = from + random.nextLong(-3 * MINUTE, 4 * MINUTE) + (random.nextInt(4) == 0 ? 20 * MINUTE : 0);
        String[] specialists = {"coder", "writer", "idle", "stranger"};
        int specialist = random.nextInt(8);
        return new Exclusion(
                new Exclusion.Key(definition.grid().floor(filed) + PANE, random.nextInt(2), position),
                specialist < specialists.length ? Optional.of(specialists[specialist]) : Optional.empty(),
                random.nextInt(3) > 0
                        ? Optional.empty()
                        : Optional.of(random.nextInt(3) > 0 ? "correctness" : "another"),
                from,
                from + length,
                "reason " + position,
                "who");
    }

    private List<Packet> exclusionPackets() {
        List<Packet> result = new ArrayList<>();
        long before = Long.MIN_VALUE;
        long watermark = T0 - HOUR;
        while (watermark < endMs) {
            watermark = Math.min(endMs, watermark + PANE * (random.nextInt(8) == 0 ? random.nextInt(1_000) : 40));
            long from = before;
            long to = watermark;
            result.add(new Packet(
                    new SourcePartition("telemetry.exclusions.v1", 0),
                    1,
                    Set.of(TelemetryKind.EXCLUSION),
                    VersionedDefinition.FILES,
                    Long.MIN_VALUE,
                    List.of(),
                    List.of(),
                    List.of(),
                    exclusions.stream()
                            .filter(exclusion -> exclusion.key().boundaryMs() > from
                                    && exclusion.key().boundaryMs() <= to)
                            .toList(),
                    watermark));
            before = watermark;
        }
        return result;
    }

    private AlertDefinition covered(AlertDefinition alert) {
        return new AlertDefinition(
                alert.name(),
                alert.tiers(),
                alert.holdMs(),
                alert.keepFiringForMs(),
                5,
                2,
                Ratio.of("0.9"),
                alert.noData(),
                alert.compat());
    }

    private List<Partial> counts() {
        List<Partial> result = new ArrayList<>();
        for (long boundary = T0 + PANE; boundary <= endMs; boundary += PANE) {
            // lively for two minutes at the start of each hour and, in some hours, in the middle
            long minute = (boundary - T0) % HOUR / MINUTE;
            if (minute < 3 || (minute == 30 && (boundary - T0) / HOUR % 2 == 0)) {
                for (String group : groups) {
                    // each group has its own rhythm of well, ill and silent
                    long mood = ((boundary - T0) / (35 * SECOND) + group.length() * 7L) % 3;
                    if (mood != 2 && random.nextInt(3) == 0) {
                        result.add(partial(group, boundary, mood == 1));
                    }
                }
            }
        }
        partials.addAll(result);
        return result;
    }

    private Partial partial(String group, long boundary, boolean ill) {
        long pane = boundary - PANE;
        if (random.nextInt(6) == 0) {
            pane -= PANE * random.nextInt(700); // late, up to nearly an hour
        }
        int level = definition.grid().finestLevelHolding(pane, boundary);
        long total = random.nextInt(1, 6);
        long bad = ill ? random.nextLong(total + 1) : 0;
        long start = definition.grid().levels().get(level).paneStart(pane);
        return new Partial(new Series(0, countedAs(group)), level, start, boundary, total - bad, total);
    }

    /** Stage 1 counts a group that is not served as all others. */
    private String countedAs(String group) {
        boolean served = definition
                .declaredGroups(GroupBy.SPECIALIST)
                .map(groups -> groups.contains(group))
                .orElse(true);
        return served ? group : EngineDefinition.OTHER;
    }

    private List<Packet> packets(int source, List<Partial> counts) {
        List<Packet> result = new ArrayList<>();
        int from = 0;
        long watermark = T0;
        while (watermark < endMs) {
            watermark = Math.min(endMs, watermark + PANE * (random.nextInt(8) == 0 ? random.nextInt(1_000) : 3));
            int to = from;
            while (to < counts.size() && counts.get(to).boundaryMs() <= watermark) {
                to++;
            }
            result.add(new Packet(
                    new SourcePartition("telemetry.evaluations.v1", source),
                    SOURCES,
                    Set.of(TelemetryKind.EVALUATION),
                    counts.subList(from, to),
                    watermark));
            from = to;
        }
        return result;
    }
}
