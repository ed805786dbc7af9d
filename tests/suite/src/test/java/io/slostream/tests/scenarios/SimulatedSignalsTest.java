// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.definition.Goal;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.schemas.json.JsonEventReader;
import io.slostream.schemas.telemetry.DecodeResult;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.simulation.Ensemble;
import io.slostream.simulation.EventSource;
import io.slostream.simulation.Story;
import io.slostream.simulation.event.EventEncoder;
import io.slostream.simulation.incident.IncidentText;
import io.slostream.simulation.model.SpecialistModel;
import io.slostream.simulation.model.SpecialistModel.Traits;
import io.slostream.simulation.model.SpecialistSimulation.Intervals;
import io.slostream.topology.ingest.QuantityReader;
import io.slostream.topology.ingest.SliClassifier;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code ./slostream simulate} makes what the shipped SLIs count: all of them, for each group that has such a thing, within
 * their objectives while nothing is wrong; and for each that alerts there is an incident that takes it past its alert.
 */
class SimulatedSignalsTest {
    private static final long SEED = 5;
    private static final long HOUR_MS = 3_600_000;
    private static final int HOURS = 2;
    private static final long MONTH_HOURS = 720;
    private static final Intervals INTERVALS = new Intervals(60_000, 60_000, 1_800_000);

    /** What breaks each SLO that alerts, from the first moment to the last. */
    private static final Map<String, String> INCIDENTS = Map.ofEntries(
            Map.entry("attainment", "capacity:vision=0.15"),
            Map.entry("availability", "errors:vision=0.1"),
            Map.entry("canary-15m", "canary:vision=0.5"),
            Map.entry("capacity-headroom", "capacity:vision=0.15"),
            Map.entry("checkpoint-scores", "training:vision=0.2"),
            Map.entry("checkpoint-staleness", "stale:vision=20"),
            Map.entry("checkpoint-write", "storage:vision=0.1"),
            Map.entry("correctness", "correctness:vision=0.2"),
            Map.entry("correctness-24h", "correctness:vision=0.85"),
            Map.entry("cost", "cost:vision=2"),
            Map.entry("deadlines", "capacity:vision=0.15"),
            Map.entry("ecc-errors", "ecc:vision=20"),
            Map.entry("tool-calls", "tools:agent=0.9"),
            Map.entry("tpot", "slowdown:vision=0.3"),
            Map.entry("ttft", "capacity:vision=0.15"),
            Map.entry("weekly-refresh", "training:vision=0"));

    /** Specialists that have something that others lack. */
    private static final Map<String, Predicate<Traits>> ONLY_SOME = Map.of(
            "adapter-swaps", traits -> traits.adapters() > 0,
            "capacity-skew", traits -> traits.layers() > 0,
            "draft-acceptance", traits -> traits.draftTokens() > 0,
            "draft-rollback", traits -> traits.draftTokens() > 0,
            "router-z-loss", traits -> traits.layers() > 0,
            "tool-calls", traits -> traits.toolCalls() > 0);

    @Test
    void shouldCountForEveryGroupAndKeepEveryObjectiveWhileNothingIsWrong() throws IOException {
        Collection<SloDefinition> slos = ShippedDefinitions.byFile().values();
        Ensemble ensemble = Ensemble.standard();

        Map<String, Map<String, long[]>> counts = count(slos, ensemble, "");

        for (SloDefinition slo : slos) {
            Map<String, long[]> groups = counts.get(slo.name());
            assertThat(groups.keySet()).as(slo.name()).containsExactlyInAnyOrderElementsOf(groupsOf(slo, ensemble));
            groups.forEach((group, sums) -> {
                long bad = sums[1] - sums[0];
                assertThat(sums[1]).as("%s of %s", slo.name(), group).isPositive();
                slo.distribution()
                        .ifPresent(shown -> assertThat(sums[2])
                                .as("values of %s of %s", shown.quantity().name(), group)
                                .isPositive());
                slo.goal()
                        .errorBudget()
                        .ifPresent(budget -> assertThat(budget.isExceededBy(bad, sums[1]))
                                .as("%s of %s: %d of %d bad", slo.name(), group, bad, sums[1])
                                .isFalse());
            });
        }
        Goal.SpendBand band = (Goal.SpendBand) definition(slos, "cost").goal();
        assertThat(counts.get("cost").get("all")[1] / HOURS * MONTH_HOURS).isBetween(band.low(), band.high());
        assertThat(counts.get("weekly-refresh").values()).allMatch(sums -> sums[0] > 0);
    }

    @Test
    void shouldHaveAnIncidentForEverySloThatAlerts() throws IOException {
        Collection<SloDefinition> slos = ShippedDefinitions.byFile().values();
        assertThat(INCIDENTS.keySet())
                .containsExactlyInAnyOrderElementsOf(slos.stream()
                        .filter(slo -> !slo.alerts().isEmpty())
                        .map(SloDefinition::name)
                        .toList());

        Map<String, Map<String, Map<String, long[]>>> counted = new HashMap<>();
        for (Map.Entry<String, String> entry : INCIDENTS.entrySet()) {
            String[] incident = entry.getValue().split("=");
            String specialist = incident[0].substring(incident[0].indexOf(':') + 1);
            // The cost of one specialist is no share of the month's; what it alone does shows in the rest.
            Ensemble ensemble =
                    entry.getKey().equals("cost") ? Ensemble.standard().scaled(0.01, 1) : only(specialist);
            String text = incident[0] + "@0s+" + HOURS + "h=" + incident[1];
            Map<String, Map<String, long[]>> counts =
                    counted.computeIfAbsent(entry.getValue(), absent -> count(slos, ensemble, text));
            SloDefinition slo = definition(slos, entry.getKey());
            long[] sums = counts.get(slo.name()).values().iterator().next();
            assertThat(isBroken(slo, sums))
                    .as("%s under %s: %d of %d good", slo.name(), text, sums[0], sums[1])
                    .isTrue();
        }
    }

    /** Whether counts that stayed like this would bring an alert of the SLO about. */
    private static boolean isBroken(SloDefinition slo, long[] sums) {
        if (slo.goal() instanceof Goal.SpendBand band) {
            return sums[1] / HOURS * MONTH_HOURS > band.high();
        }
        if (slo.goal() instanceof Goal.Freshness) {
            return sums[0] == 0 && sums[1] > 0;
        }
        return slo.alerts().stream()
                .allMatch(alert -> alert.tiers().stream()
                        .flatMap(tier -> tier.bounds().stream())
                        .map(bound -> bound.limit())
                        .max(Ratio::compareTo)
                        .orElseThrow()
                        .isExceededBy(sums[1] - sums[0], sums[1]));
    }

    private static List<String> groupsOf(SloDefinition slo, Ensemble ensemble) {
        Predicate<Traits> has = ONLY_SOME.getOrDefault(slo.name(), traits -> true);
        return switch (slo.indicator().groupBy()) {
            case ALL -> List.of("all");
            case RESOURCE_CLASS -> ensemble.resourceClasses();
            case SPECIALIST ->
                ensemble.models().stream()
                        .filter(model -> has.test(model.traits()))
                        .map(SpecialistModel::name)
                        .toList();
        };
    }

    private static Ensemble only(String specialist) {
        return Ensemble.of(Ensemble.standard().models().stream()
                .filter(model -> model.name().equals(specialist))
                .toList());
    }

    private static SloDefinition definition(Collection<SloDefinition> slos, String name) {
        return slos.stream().filter(slo -> slo.name().equals(name)).findFirst().orElseThrow();
    }

    /** Good, total and values to show of each SLO and group over the whole run, where anything was counted. */
    private static Map<String, Map<String, long[]>> count(
            Collection<SloDefinition> slos, Ensemble ensemble, String incident) {
        Map<SloDefinition, SliClassifier> classifiers =
                slos.stream().collect(Collectors.toMap(slo -> slo, slo -> new SliClassifier(slo.indicator())));
        Map<SloDefinition, QuantityReader> shown = slos.stream()
                .filter(slo -> slo.distribution().isPresent())
                .collect(Collectors.toMap(
                        slo -> slo,
                        slo -> QuantityReader.of(
                                slo.indicator().of(),
                                slo.distribution().orElseThrow().quantity())));
        EventSource events = ensemble.reportingEvery(INTERVALS)
                .events(
                        SEED,
                        Story.DEFAULT_START.toEpochMilli(),
                        HOURS * HOUR_MS,
                        Stream.of(incident)
                                .filter(text -> !text.isEmpty())
                                .map(IncidentText::parse)
                                .toList());
        Map<String, Map<String, long[]>> counts = new HashMap<>();
        JsonEventReader reader = new JsonEventReader();
        TelemetryEvent event = new TelemetryEvent();
        while (events.hasNext()) {
            byte[] line = EventEncoder.ndjson(events.next());
            assertThat(reader.read(line, 0, line.length, null, event)).isEqualTo(DecodeResult.ACCEPTED);
            classifiers.forEach((slo, classifier) -> {
                String group = groupOf(slo, event);
                if (slo.indicator().of() == event.kind() && !group.isEmpty() && classifier.counts(event)) {
                    long[] sums = counts.computeIfAbsent(slo.name(), absent -> new HashMap<>())
                            .computeIfAbsent(group, absent -> new long[3]);
                    sums[0] += classifier.good();
                    sums[1] += classifier.total();
                    if (shown.containsKey(slo) && !Double.isNaN(shown.get(slo).read(event))) {
                        sums[2]++;
                    }
                }
            });
        }
        counts.values().forEach(groups -> groups.values().removeIf(sums -> sums[1] == 0));
        return counts;
    }

    /** Empty when the event has none of this sort. */
    private static String groupOf(SloDefinition slo, TelemetryEvent event) {
        int index = switch (slo.indicator().groupBy()) {
            case ALL -> -1;
            case SPECIALIST -> event.kind().specialistField().index();
            case RESOURCE_CLASS ->
                event.kind() == TelemetryKind.SAMPLE
                        ? TelemetryKind.SAMPLE
                                .field("resource_class")
                                .orElseThrow()
                                .index()
                        : -1;
        };
        if (index < 0) {
            return "all";
        }
        return event.has(index) ? event.stringAt(index).toString() : "";
    }
}
