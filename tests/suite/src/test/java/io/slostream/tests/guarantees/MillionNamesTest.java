// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.alerting.definition.GroupBy;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.testkit.Telemetry;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.accumulate.Accounting;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/**
 * Promise 5 against a million names: specialists and resource classes that nobody declared, on every partition, before,
 * among and after healthy traffic, with a restart between. How many series there are is stated in topology's README.
 */
class MillionNamesTest {
    private static final int HOSTILE = 1_000_000;
    private static final int FEW_NAMES = 1_000;
    private static final int PARTITIONS = 4;
    private static final int SECONDS = 30 * 60;
    private static final long T0 = 1_767_571_200_000L; // 2026-01-05T00:00:00Z
    private static final long SEED = 11;
    private static final Set<String> SPECIALISTS = Set.of("healthy", "sick");
    private static final Set<String> CLASSES = Set.of("h100", "l4");
    private static final Set<String> DECLARED = Set.of("healthy", "sick", "h100", "l4");
    /** The names themselves would take far more. */
    private static final long HEAP_BYTES = 64L << 20;

    private static final String FIRST_TOKEN = """
            apiVersion: slostream/v1
            kind: SLO
            metadata: { name: first-token, owner: test }
            spec:
              dashboard: serving
              category: slo
              indicator: { ratio: { of: request, good: { ttft_ms: { lte: 500 } }, groupBy: specialist } }
              objective: 0.99
              period: 30d
              distribution: { field: ttft_ms, over: 5m }
              alerts:
                - name: Slow
                  when: { ratio: { below: 0.8, over: 5m } }
                  for: 1m
            """;
    private static final String QUEUE = """
            apiVersion: slostream/v1
            kind: SLO
            metadata: { name: queue, owner: test }
            spec:
              dashboard: infra
              category: slo
              indicator: { band: { name: queue_depth, within: { lte: 16 }, groupBy: resource_class } }
              objective: 0.95
              period: 7d
              distribution: { field: value, over: 5m }
              alerts:
                - name: Long
                  when: { ratio: { below: 0.8, over: 5m } }
            """;
    private static final String EVERYBODY = """
            apiVersion: slostream/v1
            kind: SLO
            metadata: { name: everybody, owner: test }
            spec:
              dashboard: infra
              category: slo
              indicator: { ratio: { of: request, good: { status_code: { lt: 500 } }, groupBy: all } }
              objective: 0.9
              period: 7d
            """;
    private static final EngineDefinition DEFINITION = new EngineDefinition(
            DefinitionLoader.load(List.of(
                    new DefinitionText("first-token.yaml", FIRST_TOKEN),
                    new DefinitionText("queue.yaml", QUEUE),
                    new DefinitionText("everybody.yaml", EVERYBODY))),
            Optional.of(SPECIALISTS),
            Optional.of(CLASSES),
            TimeGrid.DEFAULT);

    @Test
    void shouldFoldAMillionNamesIntoOneGroupAndChangeNoOtherVerdict() {
        StagesRun alone = run(0, 1, false);
        StagesRun few = run(HOSTILE, FEW_NAMES, true);
        long before = usedHeap();
        StagesRun million = run(HOSTILE, HOSTILE, true);

        assertThat(usedHeap() - before).as("heap").isLessThan(HEAP_BYTES);
        // What of the declared groups is written, to the last byte.
        assertThat(alone.outputs(DECLARED).keySet())
                .extracting(StagesRun.Output::topic)
                .contains(TopicCatalog.ALERTS.name(), TopicCatalog.SUMMARIES.name(), TopicCatalog.PANES.name());
        assertThat(million.outputs(DECLARED)).isEqualTo(alone.outputs(DECLARED));
        // Whether they are a thousand names or a million, nothing can tell: neither what is written nor what is kept.
        assertThat(million.outputs(Set.of())).isEqualTo(few.outputs(Set.of()));
        assertThat(million.mostEntries()).isEqualTo(few.mostEntries());
        long reports = HOSTILE / 4;
        assertThat(million.counted())
                .containsEntry("first-token/" + EngineDefinition.OTHER, HOSTILE - reports)
                .containsEntry("queue/" + EngineDefinition.OTHER, reports);
        Accounting accounting = million.accounting();
        assertThat(accounting.counted()).isEqualTo(alone.accounting().counted() + HOSTILE);
        assertThat(accounting.in()).isEqualTo(accounting.counted());
    }

    @Test
    void shouldWriteNoMoreKeysThanStated() {
        StagesRun run = run(HOSTILE / 10, HOSTILE, true);

        long series = sum(slo -> groups(slo));
        long alerts = sum(slo -> slo.alerts().size() * groups(slo));
        assertThat(series).isEqualTo(7);
        assertThat(alerts).isEqualTo(6);
        assertThat(run.keys(TopicCatalog.SUMMARIES)).hasSize((int) series);
        assertThat(run.keys(TopicCatalog.PANES)).hasSize((int) series);
        assertThat(run.keys(TopicCatalog.TRANSITIONS)).hasSize((int) alerts);
        assertThat(run.keys(TopicCatalog.ALERTS))
                .containsExactlyInAnyOrder(
                        "first-token/Slow/sick", "first-token/Slow/__other__", "queue/Long/l4", "queue/Long/__other__");
    }

    private static long sum(ToLongFunction<SloDefinition> of) {
        return DEFINITION.slos().slos().stream().mapToLong(of).sum();
    }

    /** The formula of topology's README. */
    private static long groups(SloDefinition slo) {
        GroupBy groupBy = slo.indicator().groupBy();
        return groupBy == GroupBy.ALL
                ? 1
                : DEFINITION.declaredGroups(groupBy).orElseThrow().size() + 1;
    }

    /**
     * Half an hour. Hostile events come from the first second to the last, healthy ones from the third minute on until two
     * minutes before the end.
     */
    private static StagesRun run(int hostile, int names, boolean restarts) {
        StagesRun run = new StagesRun(DEFINITION, PARTITIONS, T0);
        SplittableRandom random = new SplittableRandom(SEED);
        int sent = 0;
        for (int second = 0; second < SECONDS; second++) {
            long t = T0 + second * 1_000L;
            // Offsets of declared events are the same in every run: where hostile ones stood, others have gaps.
            long offset = second * 10_000L;
            int before = (int) ((2L * second + 1) * hostile / (2 * SECONDS));
            int after = (int) ((second + 1L) * hostile / SECONDS);
            for (; sent < before; sent++) {
                hostile(run, sent, sent % names, random.nextInt(PARTITIONS), t, offset++);
            }
            if (second >= 120 && second < SECONDS - 120) {
                declared(run, second, t + 400, second * 10_000L + 4_000);
            }
            offset = second * 10_000L + 5_000;
            for (; sent < after; sent++) {
                hostile(run, sent, sent % names, random.nextInt(PARTITIONS), t + 800, offset++);
            }
            run.commit();
            if (second % 60 == 59) {
                run.measure();
            }
            if (restarts && second == SECONDS / 2) {
                run.restart();
            }
        }
        run.endAt(T0 + (SECONDS + 600) * 1_000L);
        run.measure();
        return run;
    }

    /** One of the declared ones is well, the other fails for five minutes. */
    private static void declared(StagesRun run, int second, long t, long offset) {
        boolean fails = second >= 600 && second < 900;
        int partition = second % PARTITIONS;
        run.read(TelemetryKind.REQUEST, partition, request("healthy", t, 100 + second % 50), t, offset);
        run.read(TelemetryKind.REQUEST, partition, request("sick", t, fails ? 900 : 200), t, offset + 1);
        run.read(TelemetryKind.SAMPLE, partition, queueDepth("healthy", "h100", t, second % 8), t, offset);
        run.read(TelemetryKind.SAMPLE, partition, queueDepth("sick", "l4", t, fails ? 40 : 2), t, offset + 1);
    }

    private static void hostile(StagesRun run, int number, int who, int partition, long t, long offset) {
        String name = name(who);
        // Eight sorts of names, a quarter of each in reports.
        if (number / 8 % 4 == 0) {
            run.read(TelemetryKind.SAMPLE, partition, queueDepth(name, name, t, 1_000), t, offset);
        } else {
            run.read(TelemetryKind.REQUEST, partition, request(name, t, 9_000), t, offset);
        }
    }

    /** As it stands between the quotes of a JSON string. */
    private static String name(int who) {
        if (who % FEW_NAMES == 7) {
            return "x".repeat(20_000) + who;
        }
        return switch (who % 8) {
            case 0 -> who == 0 ? EngineDefinition.OTHER : "stranger-" + who;
            case 1 -> who == 1 ? GroupBy.ALL_GROUP : "healthy\\u0000" + who;
            case 2 -> who == 2 ? "Healthy" : "../../healthy/" + who;
            case 3 -> "\\u202E\\r\\n\\u0007\\\"" + who;
            case 4 -> "спеціаліст-🦊-" + who;
            case 5 -> "y".repeat(300) + who;
            case 6 -> "__other__" + who;
            default -> " sick " + who;
        };
    }

    private static String request(String specialist, long t, double ttftMs) {
        return Telemetry.request(specialist, t, 200, Optional.of(ttftMs), false).json("e", Optional.empty());
    }

    private static String queueDepth(String specialist, String resourceClass, long t, int depth) {
        String fields = "\"name\":\"queue_depth\",\"unit\":\"{request}\",\"value\":" + depth + ",\"resource_class\":\""
                + resourceClass + "\"";
        return new Telemetry("sample", specialist, t, fields, Map.of()).json("e", Optional.empty());
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
