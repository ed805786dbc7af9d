// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.guarantees;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.testkit.RandomTelemetry;
import io.slostream.testkit.Sli;
import io.slostream.testkit.Telemetry;
import io.slostream.testkit.oracle.OracleEvent;
import io.slostream.testkit.oracle.OracleExclusion;
import io.slostream.testkit.oracle.OracleSlo;
import io.slostream.tests.support.RandomSlos;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.ingest.TelemetryRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A seeded history: SLOs, and the log of every source partition with events in and out of order, late and future ones,
 * garbage, ticks, idle partitions, stretches of silence and a broker clock that steps back.
 *
 * @param slos the objectives
 * @param intervalMs evaluation interval
 * @param startMs start boundary
 * @param endMs last boundary that is compared
 * @param partitions number of partitions of each kind's topic
 * @param logs the records of each source partition in offset order
 * @param events every valid event with the arrival clock at its reading
 * @param exclusions every exclusion with the arrival clock at its reading
 * @param garbage number of records that are no events at all
 */
record Scenario(
        List<OracleSlo> slos,
        long intervalMs,
        long startMs,
        long endMs,
        Map<TelemetryKind, Integer> partitions,
        Map<SourcePartition, List<TelemetryRecord>> logs,
        List<OracleEvent> events,
        List<OracleExclusion> exclusions,
        int garbage) {
    static final long PANE_MS = 5_000;
    static final long GRACE_MS = 10_000;
    private static final long T0 = 1_767_571_200_000L; // 2026-01-05T00:00:00Z
    private static final long MINUTE = 60_000;

    /** One record before it has an offset: an event, an exclusion, garbage, or nothing of these for a tick. */
    private record Draft(long arrivalMs, Telemetry event, OracleExclusion exclusion, byte[] garbage) {
        Draft(long arrivalMs, Telemetry event, byte[] garbage) {
            this(arrivalMs, event, null, garbage);
        }
    }

    static Scenario draw(long seed) {
        return draw(seed, 4);
    }

    static Scenario draw(long seed, int maxPartitions) {
        return new Drawing(new SplittableRandom(seed), maxPartitions).draw();
    }

    private static final class Drawing {
        private final SplittableRandom random;
        private final List<OracleSlo> slos;
        private final long startMs;
        private final long endMs;
        private final long intervalMs;
        private final Map<TelemetryKind, Integer> partitions = new EnumMap<>(TelemetryKind.class);
        private final Map<SourcePartition, List<Draft>> drafts = new LinkedHashMap<>();
        private final Map<SourcePartition, List<TelemetryRecord>> logs = new LinkedHashMap<>();
        private final List<OracleEvent> events = new ArrayList<>();
        private final List<OracleExclusion> exclusions = new ArrayList<>();
        private final int maxPartitions;
        private int garbage;

        Drawing(SplittableRandom random, int maxPartitions) {
            this.maxPartitions = maxPartitions;
            this.random = random;
            this.slos = RandomSlos.draw(random);
            this.intervalMs = PANE_MS * new long[] {1, 1, 2, 6, 12}[random.nextInt(5)];
            this.startMs = T0 + random.nextLong(2_000) * PANE_MS;
            long length = random.nextLong(20, 110) * MINUTE;
            this.endMs = Math.floorDiv(startMs + length, intervalMs) * intervalMs;
        }

        Scenario draw() {
            for (TelemetryKind kind : TelemetryKind.counted()) {
                if (slos.stream().anyMatch(slo -> kindOf(slo.sli()) == kind)) {
                    drawKind(kind);
                }
            }
            drawExclusions();
            drafts.forEach(this::writeLog);
            return new Scenario(slos, intervalMs, startMs, endMs, partitions, logs, events, exclusions, garbage);
        }

        /** In half of the histories: filed before the time that they exclude, in it, or afterwards; some overlap. */
        private void drawExclusions() {
            int count = random.nextInt(1, Math.min(2, maxPartitions) + 1);
            partitions.put(TelemetryKind.EXCLUSION, count);
            List<SourcePartition> sources = new ArrayList<>();
            for (int partition = 0; partition < count; partition++) {
                SourcePartition source = new SourcePartition(TelemetryKind.EXCLUSION.topic(), partition);
                sources.add(source);
                drafts.put(source, new ArrayList<>());
                drawTicks(source);
            }
            int exclusionCount = random.nextBoolean() ? 0 : random.nextInt(1, 7);
            for (int number = 0; number < exclusionCount; number++) {
                long filed = startMs + random.nextLong(-MINUTE, endMs - startMs);
                long from = filed + random.nextLong(-30 * MINUTE, 10 * MINUTE);
                long length = random.nextInt(3) == 0 ? random.nextLong(1, 40 * MINUTE) : random.nextLong(1, 5 * MINUTE);
                int specialist = random.nextInt(6);
                OracleExclusion exclusion = new OracleExclusion(
                        filed,
                        specialist < 3 ? Optional.of("s" + specialist) : Optional.empty(),
                        random.nextInt(3) > 0
                                ? Optional.empty()
                                : Optional.of(
                                        slos.get(random.nextInt(slos.size())).name()),
                        from,
                        from + length);
                drafts.get(sources.get(random.nextInt(count))).add(new Draft(filed, null, exclusion, null));
            }
        }

        private void drawKind(TelemetryKind kind) {
            int count = random.nextInt(1, maxPartitions + 1);
            partitions.put(kind, count);
            List<SourcePartition> sources = new ArrayList<>();
            for (int partition = 0; partition < count; partition++) {
                SourcePartition source = new SourcePartition(kind.topic(), partition);
                sources.add(source);
                drafts.put(source, new ArrayList<>());
                drawTicks(source);
            }
            // One partition may stay without any event.
            int used = count > 1 && random.nextInt(3) == 0 ? count - 1 : count;
            int specialists = random.nextInt(1, 4);
            for (int specialist = 0; specialist < specialists; specialist++) {
                drawSpecialist(kind, "s" + specialist, sources.subList(0, used));
            }
        }

        /** Stretches of one specialist's time, each with its own share of bad events, or silent. */
        private void drawSpecialist(TelemetryKind kind, String specialist, List<SourcePartition> sources) {
            long from = startMs + random.nextLong(3) * MINUTE;
            while (from < endMs) {
                long to = Math.min(endMs + MINUTE, from + random.nextLong(1, 25) * MINUTE);
                double badShare = new double[] {0, 0.02, 0.1, 0.3, 0.6, 1}[random.nextInt(6)];
                boolean silent = random.nextInt(6) == 0;
                long spacing = random.nextLong(2_000, 20_000);
                for (long t = from; t < to && !silent; t += random.nextLong(1, 2 * spacing)) {
                    Telemetry event = RandomTelemetry.draw(random, kind.type(), specialist, eventTime(t), badShare);
                    add(sources, new Draft(t, event, null));
                    if (random.nextInt(60) == 0) {
                        garbage++;
                        byte[] bytes = new byte[random.nextInt(1, 20)];
                        random.nextBytes(bytes);
                        bytes[0] = 7;
                        add(sources, new Draft(t, null, bytes));
                    }
                }
                from = to;
            }
        }

        private void add(List<SourcePartition> sources, Draft draft) {
            drafts.get(sources.get(random.nextInt(sources.size()))).add(draft);
        }

        /** Event time for an event that arrives at t: mostly a moment before, sometimes much, sometimes after. */
        private long eventTime(long t) {
            return switch (random.nextInt(40)) {
                case 0 -> Math.max(0, t - random.nextLong(80 * MINUTE));
                case 1 -> Math.max(0, t - random.nextLong(5 * 60 * MINUTE));
                case 2 -> t + random.nextLong(59_000, 62_000);
                case 3, 4, 5 -> t - random.nextLong(8_000, 40_000);
                case 6 -> t + random.nextLong(30_000);
                default -> t - random.nextLong(4_000);
            };
        }

        private void drawTicks(SourcePartition source) {
            long every = random.nextInt(3) == 0 ? 10 * MINUTE : random.nextLong(5_000, 60_000);
            for (long t = startMs - MINUTE; t < endMs; t += random.nextLong(1, 2 * every)) {
                drafts.get(source).add(new Draft(t, null, null));
            }
        }

        private void writeLog(SourcePartition source, List<Draft> unordered) {
            List<Draft> ordered = new ArrayList<>(unordered);
            ordered.sort(Comparator.comparingLong(Draft::arrivalMs));
            for (int i = 1; i < ordered.size(); i++) {
                if (random.nextInt(30) == 0) {
                    ordered.add(Math.max(0, i - random.nextInt(1, 4)), ordered.remove(i));
                }
            }
            // The end of the comparison: every partition hears of it.
            ordered.add(new Draft(endMs + GRACE_MS, null, null));
            List<TelemetryRecord> log = new ArrayList<>();
            long clock = Long.MIN_VALUE;
            for (Draft draft : ordered) {
                clock = Math.max(clock, draft.arrivalMs());
                log.add(record(source, draft, log.size()));
                if (draft.event() != null) {
                    events.add(new OracleEvent(draft.event(), clock));
                }
                if (draft.exclusion() != null) {
                    exclusions.add(draft.exclusion().arrivingAt(clock));
                }
            }
            logs.put(source, log);
        }

        private static TelemetryRecord record(SourcePartition source, Draft draft, long offset) {
            if (draft.event() == null && draft.garbage() == null && draft.exclusion() == null) {
                byte[] key = "slostream-tick".getBytes(StandardCharsets.UTF_8);
                return new TelemetryRecord(key, null, true, draft.arrivalMs(), offset);
            }
            String id = source + "-" + offset;
            byte[] value = draft.garbage() != null
                    ? draft.garbage()
                    : (draft.exclusion() == null
                                    ? draft.event().json(id, Optional.empty())
                                    : draft.exclusion().json(id, draft.arrivalMs()))
                            .getBytes(StandardCharsets.UTF_8);
            return new TelemetryRecord(null, value, false, draft.arrivalMs(), offset);
        }
    }

    static TelemetryKind kindOf(Sli sli) {
        return switch (sli) {
            case EVALUATION_PASSED -> TelemetryKind.EVALUATION;
            case CANARY_PASSED -> TelemetryKind.CANARY;
            case REQUEST_TTFT, REQUEST_AVAILABLE -> TelemetryKind.REQUEST;
        };
    }
}
