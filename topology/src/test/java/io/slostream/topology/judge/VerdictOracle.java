// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import static io.slostream.topology.TopologyFixtures.HOUR;
import static io.slostream.topology.TopologyFixtures.T0;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.definition.Window;
import io.slostream.alerting.judge.AlertJudge;
import io.slostream.alerting.judge.Condition;
import io.slostream.alerting.judge.WindowCounts;
import io.slostream.alerting.state.AlertMachine;
import io.slostream.alerting.state.AlertState;
import io.slostream.alerting.state.Standing;
import io.slostream.alerting.state.TierState;
import io.slostream.topology.BadEvent;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.Evidence;
import io.slostream.topology.Exclusion;
import io.slostream.topology.Partial;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.VersionedDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Verdicts by brute force: at every boundary, every series' windows are added up from all partials visible then. */
public final class VerdictOracle {
    private final EngineDefinition definition;
    private final List<Partial> partials;
    private final long endMs;
    private final TimeGrid grid;
    private final List<Evidence> bad;
    /** In the order in which they become visible. */
    private final List<Exclusion> exclusions;

    private final SloDefinition slo;
    private final List<Window> windows;
    private final Map<AlertKey, AlertState> states = new HashMap<>();
    private final Map<AlertKey, Long> since = new HashMap<>();
    private final Map<String, List<Object>> summarised = new HashMap<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private final List<SloStatus> summaries = new ArrayList<>();
    private final List<StageDriver.StatesTold> told = new ArrayList<>();
    private final Set<AlertKey> toldBefore = new HashSet<>();
    private boolean ran;

    /** Over a definition of one SLO, counted from T0. */
    public VerdictOracle(EngineDefinition definition, List<Partial> partials, long endMs) {
        this(definition, partials, List.of(), List.of(), endMs);
    }

    /** Likewise, with the bad events among what the partials count, and with exclusions. */
    public VerdictOracle(
            EngineDefinition definition,
            List<Partial> partials,
            List<Evidence> bad,
            List<Exclusion> exclusions,
            long endMs) {
        this.bad = bad;
        this.exclusions =
                exclusions.stream().sorted(Comparator.comparing(Exclusion::key)).toList();
        this.definition = definition;
        this.partials = partials;
        this.endMs = endMs;
        grid = definition.grid();
        slo = definition.slos().slos().get(0);
        windows = VersionedDefinition.first(0, definition).windowsOf(0);
    }

    public List<Verdict> verdicts() {
        run();
        return verdicts;
    }

    /** What changed from one multiple of ten seconds to the next, in the order of boundaries and groups. */
    List<SloStatus> summaries() {
        run();
        return summaries;
    }

    /** At each full hour the alerts that are not, or were not an hour before, as at their beginning. */
    List<StageDriver.StatesTold> states() {
        run();
        return told;
    }

    private void run() {
        if (ran) {
            return;
        }
        ran = true;
        long interval = grid.evaluationIntervalMs();
        Map<String, Long> groups = new TreeMap<>();
        definition.specialists().ifPresent(names -> names.forEach(name -> groups.put(name, T0)));
        partials.forEach(partial -> groups.merge(partial.series().group(), partial.boundaryMs(), Math::min));
        for (long boundary = T0 + interval; boundary <= endMs; boundary += interval) {
            for (Map.Entry<String, Long> group : groups.entrySet()) {
                if (group.getValue() <= boundary) {
                    judge(group.getKey(), boundary);
                }
            }
        }
    }

    private void judge(String group, long boundary) {
        Sums sums = new Sums(group, boundary);
        for (AlertDefinition alert : slo.alerts()) {
            AlertKey key = new AlertKey(slo.name(), alert.name(), group);
            AlertJudge judge = new AlertJudge(alert, windows::indexOf);
            Condition[] conditions = {judge.condition(0, sums)};
            AlertState before = states.getOrDefault(key, AlertState.initial(1));
            AlertMachine.Step step =
                    AlertMachine.next(alert, before, conditions, boundary, grid.evaluationIntervalMs());
            states.put(key, step.state());
            if (Standing.of(before) != Standing.of(step.state())) {
                since.put(key, boundary);
            }
            step.transition()
                    .ifPresent(transition -> verdicts.add(new Verdict(
                            key,
                            transition,
                            Standing.of(before),
                            AlertJudge.windowsOf(alert).stream()
                                    .map(window -> reading(sums, window))
                                    .toList(),
                            reading(sums, shortest()),
                            reading(sums, slo.period()),
                            evidence(alert, group, boundary))));
        }
        if (boundary % VerdictStage.DEFAULT_SUMMARY_INTERVAL_MS == 0) {
            summarise(group, boundary, sums);
        }
        if (boundary % HOUR == 0) {
            slo.alerts().forEach(alert -> tell(new AlertKey(slo.name(), alert.name(), group), boundary));
        }
    }

    private List<BadEvent> evidence(AlertDefinition alert, String group, long boundary) {
        long edge = AlertJudge.windowsOf(alert).stream()
                .mapToLong(window -> grid.oldEdge(window, boundary))
                .min()
                .orElseThrow();
        return bad.stream()
                .filter(evidence -> evidence.series().group().equals(group) && evidence.boundaryMs() <= boundary)
                .flatMap(evidence -> evidence.events().stream()
                        // What was masked when it came is not kept.
                        .filter(event -> !isMasked(group, grid.floor(event.timeMs()), evidence.boundaryMs())))
                .sorted(Comparator.reverseOrder())
                .limit(BadEvent.KEPT)
                .filter(event -> event.timeMs() >= edge)
                .filter(event -> !isMasked(group, grid.floor(event.timeMs()), boundary))
                .toList();
    }

    /** The first boundary whose verdict sees what becomes visible at this one. */
    private long judgedAt(long boundaryMs) {
        return grid.evaluationCeiling(boundaryMs);
    }

    private boolean isMasked(String group, long paneStartMs, long boundary) {
        return visible(group, boundary).anyMatch(exclusion -> exclusion.masks(paneStartMs, grid.paneMs()));
    }

    private Stream<Exclusion> visible(String group, long boundary) {
        return exclusions.stream()
                .filter(exclusion -> judgedAt(exclusion.key().boundaryMs()) <= judgedAt(boundary)
                        && exclusion.concerns(slo.name(), group));
    }

    /** Whether exclusions hide a partial: by its own pane if they came first, else by the slot that then held it. */
    private boolean isMasked(Partial partial, long boundary) {
        return visible(partial.series().group(), boundary).anyMatch(exclusion -> {
            long known = judgedAt(exclusion.key().boundaryMs());
            return known <= judgedAt(partial.boundaryMs())
                    ? exclusion.masks(
                            partial.paneStartMs(),
                            grid.levels().get(partial.level()).paneMs())
                    : masksSlot(exclusion, partial, known);
        });
    }

    private boolean masksSlot(Exclusion exclusion, Partial partial, long known) {
        long heldFrom = known;
        for (int level = 0; level < grid.levels().size(); level++) {
            int ofLevel = level;
            OptionalLong edge = windows.stream()
                    .filter(window -> grid.levelOf(window.nominalMs()) == ofLevel)
                    .mapToLong(window -> grid.oldEdge(window, known))
                    .min();
            if (edge.isPresent()) {
                if (partial.level() <= level && partial.paneStartMs() >= edge.getAsLong()) {
                    long slot = grid.levels().get(level).paneStart(partial.paneStartMs());
                    long end = Math.min(slot + grid.levels().get(level).paneMs(), heldFrom);
                    return exclusion.masks(slot, end - slot);
                }
                heldFrom = edge.getAsLong();
            }
        }
        return false;
    }

    private void tell(AlertKey key, long boundary) {
        AlertState stands = states.get(key);
        boolean isInitial = stands.equals(AlertState.initial(1));
        if (!isInitial || toldBefore.contains(key)) {
            told.add(new StageDriver.StatesTold(key, stands, boundary));
        }
        if (isInitial) {
            toldBefore.remove(key);
        } else {
            toldBefore.add(key);
        }
    }

    private void summarise(String group, long boundary, Sums sums) {
        List<Window> lengths = new ArrayList<>(windows);
        lengths.remove(slo.period());
        lengths.add(slo.period());
        List<SloStatus.AlertStatus> alerts = slo.alerts().stream()
                .map(alert -> status(new AlertKey(slo.name(), alert.name(), group)))
                .toList();
        SloStatus status = new SloStatus(
                slo.name(),
                group,
                boundary,
                lengths.stream().map(length -> reading(sums, length)).toList(),
                alerts,
                List.of(),
                sums.masked[windows.indexOf(slo.period())],
                visible(group, boundary)
                        .filter(exclusion -> exclusion.fromMs() < boundary
                                && lengths.stream()
                                        .anyMatch(length -> exclusion.toMs() > grid.oldEdge(length, boundary)))
                        .toList());
        List<Object> content = new ArrayList<>(alerts);
        content.add(status.excludedEvents());
        content.addAll(status.exclusions());
        for (Verdict.Reading window : status.windows()) {
            content.add(List.of(window.good(), window.total(), 100 * window.coveredMs() / window.lengthMs()));
        }
        if (!content.equals(summarised.put(group, content))) {
            summaries.add(status);
        }
    }

    private SloStatus.AlertStatus status(AlertKey key) {
        AlertState stands = states.get(key);
        return new SloStatus.AlertStatus(
                key.alert(), Standing.of(stands), stands.severity(), since.getOrDefault(key, TierState.NEVER));
    }

    private Window shortest() {
        return slo.alerts().stream()
                .flatMap(alert -> AlertJudge.windowsOf(alert).stream())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private Verdict.Reading reading(Sums sums, Window named) {
        int window = windows.indexOf(named);
        return new Verdict.Reading(
                named,
                sums.good(window),
                sums.total(window),
                slo.errorBudget(),
                sums.coveredMs(window),
                sums.lengthMs(window));
    }

    private final class Sums implements WindowCounts {
        private final long boundary;
        private final long[] good = new long[windows.size()];
        private final long[] total = new long[windows.size()];
        private final long[] masked = new long[windows.size()];

        Sums(String group, long boundary) {
            this.boundary = boundary;
            for (int window = 0; window < windows.size(); window++) {
                long edge = edge(window);
                int level = grid.levelOf(windows.get(window).nominalMs());
                for (Partial partial : partials) {
                    if (partial.boundaryMs() <= boundary
                            && partial.paneStartMs() >= edge
                            && partial.level() <= level
                            && partial.series().group().equals(group)) {
                        if (isMasked(partial, boundary)) {
                            masked[window] += partial.total();
                        } else {
                            good[window] += partial.good();
                            total[window] += partial.total();
                        }
                    }
                }
            }
        }

        private long edge(int window) {
            return grid.oldEdge(windows.get(window), boundary);
        }

        @Override
        public long good(int window) {
            return good[window];
        }

        @Override
        public long total(int window) {
            return total[window];
        }

        @Override
        public long coveredMs(int window) {
            return boundary - Math.max(T0, edge(window));
        }

        @Override
        public long startMs(int window) {
            return edge(window);
        }

        @Override
        public long lengthMs(int window) {
            return boundary - edge(window);
        }
    }
}
