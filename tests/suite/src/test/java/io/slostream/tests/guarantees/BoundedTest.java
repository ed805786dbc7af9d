// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.wire.TelemetryDecoder;
import io.slostream.testkit.Telemetry;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.Packet;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.accumulate.Accumulator;
import io.slostream.topology.accumulate.CountingOutput;
import io.slostream.topology.accumulate.CountingStage;
import io.slostream.topology.accumulate.CountingState;
import io.slostream.topology.accumulate.DeadLetter;
import io.slostream.topology.accumulate.OpenCountKey;
import io.slostream.topology.ingest.TelemetryRecord;
import io.slostream.topology.judge.Verdict;
import io.slostream.topology.judge.VerdictStage;
import io.slostream.topology.judge.VerdictState;
import io.slostream.topology.state.HeapState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Promise 5: a hostile or broken producer can cost its own series, never another specialist's verdict, the memory, or
 * the clock.
 */
class BoundedTest {
    private static final int HOSTILE_NAMES = 200_000;
    private static final long T0 = 1_767_571_200_000L; // 2026-01-05T00:00:00Z
    private static final long MINUTE = 60_000;
    private static final Set<String> DECLARED = Set.of("healthy", "sick");
    private static final String SLO = """
            apiVersion: slostream/v1
            kind: SLO
            metadata: { name: canary, owner: test }
            spec:
              dashboard: serving
              category: outcome
              indicator: { ratio: { of: canary, good: { passed: true }, groupBy: specialist } }
              objective: 0.9
              period: 30d
              alerts:
                - name: Failing
                  when: { ratio: { below: 0.8, over: 5m } }
                  for: 5m
            """;

    /** What a run left behind. */
    private record Run(List<Verdict> verdicts, int greatestOpenCounts, Set<String> groups, int deadLetters) {

        List<Verdict> ofDeclared() {
            return verdicts.stream()
                    .filter(verdict -> DECLARED.contains(verdict.key().group()))
                    .toList();
        }
    }

    @Test
    void shouldNeitherGrowNorChangeOtherVerdictsUnderHostileNamesAndTimes() {
        List<TelemetryRecord> honest = honest();

        Run alone = run(honest);
        Run among = run(among(honest));

        assertThat(alone.ofDeclared()).isNotEmpty();
        assertThat(among.ofDeclared()).isEqualTo(alone.ofDeclared());
        assertThat(among.groups()).containsExactlyInAnyOrder("healthy", "sick", EngineDefinition.OTHER);
        // Honest blocks are a few panes; what hostile old times add is bounded by the levels' panes, for one group.
        assertThat(among.greatestOpenCounts()).isLessThan(2_200);
        assertThat(among.deadLetters()).as("future times").isPositive();
    }

    /** An hour of two specialists, one of which fails for a while. */
    private static List<TelemetryRecord> honest() {
        List<TelemetryRecord> records = new ArrayList<>();
        for (long t = 0; t < 60 * MINUTE; t += 1_000) {
            boolean fails = t > 20 * MINUTE && t < 40 * MINUTE;
            records.add(record(Telemetry.canary("healthy", T0 + t, true), T0 + t));
            records.add(record(Telemetry.canary("sick", T0 + t, !fails), T0 + t));
        }
        return records;
    }

    /** The same log with hostile records between: new names, far past, far future, the broker's clock being honest. */
    private static List<TelemetryRecord> among(List<TelemetryRecord> honest) {
        SplittableRandom random = new SplittableRandom(5);
        List<TelemetryRecord> records = new ArrayList<>();
        for (int i = 0; i < HOSTILE_NAMES; i++) {
            if (i % (HOSTILE_NAMES / honest.size()) == 0 && i / (HOSTILE_NAMES / honest.size()) < honest.size()) {
                records.add(honest.get(i / (HOSTILE_NAMES / honest.size())));
            }
            long arrival = records.get(records.size() - 1).timestampMs();
            long eventTime = switch (random.nextInt(4)) {
                case 0 -> random.nextLong(arrival);
                case 1 -> Math.max(0, arrival - random.nextLong(45L * 24 * 60 * MINUTE));
                case 2 -> arrival + random.nextLong(Long.MAX_VALUE / 2);
                default -> arrival;
            };
            records.add(record(Telemetry.canary("hostile-" + i, eventTime, false), arrival));
        }
        return records;
    }

    private static TelemetryRecord record(Telemetry event, long arrivalMs) {
        byte[] value = event.json("e", Optional.empty()).getBytes(StandardCharsets.UTF_8);
        return new TelemetryRecord(null, value, false, arrivalMs, 0);
    }

    private static Run run(List<TelemetryRecord> records) {
        EngineDefinition definition = new EngineDefinition(
                DefinitionLoader.load(List.of(new DefinitionText("slo.yaml", SLO))),
                Optional.of(DECLARED),
                TimeGrid.DEFAULT);
        HeapState<OpenCountKey, long[]> openCounts = new HeapState<>();
        SourcePartition source = new SourcePartition(TelemetryKind.CANARY.topic(), 0);
        Accumulator accumulator = new Accumulator(
                definition,
                source,
                1,
                Set.of(TelemetryKind.CANARY),
                1,
                new CountingState(
                        openCounts,
                        new HeapState<>(),
                        new HeapState<>(),
                        new HeapState<>(),
                        new HeapState<>(),
                        new HeapState<>()));
        CountingStage counting = new CountingStage(
                TelemetryKind.CANARY, source, new TelemetryDecoder(SchemaRegistry.none()), accumulator);
        VerdictStage judging = new VerdictStage(definition, 0, 1, T0, VerdictState.onHeap());
        List<Verdict> verdicts = new ArrayList<>();
        Set<String> groups = new HashSet<>();
        int[] deadLetters = new int[1];
        int[] greatest = new int[1];
        CountingOutput out = new CountingOutput() {
            @Override
            public void send(int partition, Packet packet) {
                packet.partials().forEach(partial -> groups.add(partial.series().group()));
                judging.accept(packet);
                judging.evaluate(() -> true, verdicts::add);
            }

            @Override
            public void deadLetter(DeadLetter letter) {
                deadLetters[0]++;
            }
        };
        for (int i = 0; i < records.size(); i++) {
            counting.accept(records.get(i), out);
            if (i % 500 == 0) {
                greatest[0] = Math.max(greatest[0], size(openCounts));
            }
        }
        accumulator.arrive(T0 + 70 * MINUTE, out);
        return new Run(verdicts, greatest[0], groups, deadLetters[0]);
    }

    private static int size(HeapState<OpenCountKey, long[]> state) {
        int[] size = new int[1];
        state.forEach((key, value) -> size[0]++);
        return size[0];
    }
}
