// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.registry.WriterSchema;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.wire.TelemetryEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.avro.Schema;

/**
 * Seeded telemetry of an ensemble: 5 % evaluations, 5 % canaries, 90 % requests; eight specialists by Zipf (s = 1);
 * 1,389 events a second, a quarter of them up to 5 s late. The same seed gives the same events.
 */
final class Traffic {
    static final int EVENTS_PER_SECOND = 1_389;
    /** 2026-01-05T00:00:00Z, a multiple of every pane. */
    static final long START_MS = 1_767_571_200_000L;

    private static final String[] SPECIALISTS = {
        "code", "math", "law", "medicine", "support", "search", "translation", "vision"
    };

    private final SplittableRandom random;
    private final double[] cumulative = new double[SPECIALISTS.length];
    private long count;

    Traffic(long seed) {
        random = new SplittableRandom(seed);
        double sum = 0;
        for (int rank = 0; rank < cumulative.length; rank++) {
            sum += 1.0 / (rank + 1);
            cumulative[rank] = sum;
        }
    }

    /** One event as a producer would write it. */
    record Event(TelemetryKind kind, Map<String, Object> values) {

        /** The event as a line of NDJSON, without its end. */
        String json() {
            StringBuilder json = new StringBuilder(640);
            json.append("{\"type\":\"").append(kind.type()).append('"');
            values.forEach((name, value) -> {
                json.append(",\"").append(name).append("\":");
                if (value instanceof String) {
                    json.append('"').append(value).append('"');
                } else {
                    json.append(value);
                }
            });
            return json.append('}').toString();
        }

        /** The event in Avro, in Confluent's wire format. */
        byte[] avro() {
            return TelemetryEncoder.encode(Registry.idOf(kind), kind.schema(), values);
        }
    }

    /** A registry that knows the schema of each kind. */
    static final class Registry implements SchemaRegistry {
        private static final List<TelemetryKind> KINDS = List.of(TelemetryKind.values());

        static int idOf(TelemetryKind kind) {
            return KINDS.indexOf(kind) + 1;
        }

        @Override
        public WriterSchema writerSchema(int id) {
            return new WriterSchema.Known(KINDS.get(id - 1).schema());
        }

        @Override
        public int register(String subject, Schema schema) {
            throw new UnsupportedOperationException("nothing is written here");
        }
    }

    /** When the n-th event arrives, epoch milliseconds. */
    static long arrivalMs(long n) {
        return START_MS + n * 1_000 / EVENTS_PER_SECOND;
    }

    /** The names of the specialists. */
    static List<String> specialists() {
        return List.of(SPECIALISTS);
    }

    /** The next event. */
    Event next() {
        return next(kind());
    }

    /** The next event, of this kind. */
    Event next(TelemetryKind kind) {
        return next(kind, arrivalMs(count++));
    }

    /** The next event, arriving at this time instead of its own. */
    Event nextAt(long arrivalMs) {
        return next(kind(), arrivalMs);
    }

    private TelemetryKind kind() {
        int draw = random.nextInt(100);
        return draw < 5 ? TelemetryKind.EVALUATION : draw < 10 ? TelemetryKind.CANARY : TelemetryKind.REQUEST;
    }

    private Event next(TelemetryKind kind, long arrivalMs) {
        Map<String, Object> values = new LinkedHashMap<>();
        long late = random.nextInt(4) == 0 ? random.nextLong(5_000) : 0;
        values.put("event_id", String.format("%016x", random.nextLong()));
        values.put("event_time", arrivalMs - late);
        values.put("specialist", specialist());
        switch (kind) {
            case EVALUATION -> evaluation(values);
            case CANARY -> canary(values);
            case REQUEST -> request(values);
            default -> throw new IllegalArgumentException("no traffic of " + kind);
        }
        return new Event(kind, values);
    }

    /** The next events, all requests. */
    List<Event> requests(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> next(TelemetryKind.REQUEST))
                .toList();
    }

    private String specialist() {
        double at = random.nextDouble() * cumulative[cumulative.length - 1];
        int rank = 0;
        while (cumulative[rank] < at) {
            rank++;
        }
        return SPECIALISTS[rank];
    }

    private void evaluation(Map<String, Object> values) {
        values.put("evaluation_name", "exact-match");
        if (random.nextInt(100) == 0) {
            values.put("error_type", "timeout");
        } else {
            values.put("passed", random.nextInt(100) < 96);
            values.put("score", rounded(random.nextDouble()));
        }
        values.put("checkpoint", "step-" + 1_000 * random.nextInt(40));
    }

    private void canary(Map<String, Object> values) {
        values.put("probe_id", "golden-" + random.nextInt(50));
        values.put("passed", random.nextInt(1_000) < 995);
    }

    private void request(Map<String, Object> values) {
        boolean failed = random.nextInt(2_000) == 0;
        double queue = 5 * exponential();
        double first = 60 + 80 * exponential();
        double perToken = 15 + 6 * exponential();
        long tokens = 1L + random.nextInt(600);
        values.put("request_id", String.format("req-%012x", random.nextLong(1L << 48)));
        values.put("status_code", failed ? 503 : random.nextInt(200) == 0 ? 429 : 200);
        if (failed) {
            values.put("error_type", "overloaded");
        }
        values.put("clock_start", "frontend_arrival");
        values.put("queue_ms", rounded(queue));
        if (!failed) {
            values.put("ttft_ms", rounded(queue + first));
            values.put("tpot_ms", rounded(perToken));
            values.put("itl_p95_ms", rounded(2 * perToken));
            values.put("e2e_ms", rounded(queue + first + tokens * perToken));
        }
        if (random.nextInt(10) < 3) {
            values.put("deadline_ms", 30_000.0);
        }
        values.put("input_tokens", random.nextInt(4_000));
        values.put("output_tokens", tokens);
        values.put("preemptions", 0);
        values.put("preempted_once", false);
        values.put("tool_calls", random.nextInt(3));
        values.put("tool_call_failures", 0);
        values.put("disconnected", false);
        values.put("router_confidence", rounded(random.nextDouble()));
        values.put("shadow", random.nextInt(100) == 0);
        if (random.nextInt(10) < 4) {
            values.put("adapter", "adapter-" + random.nextInt(72));
        }
        values.put("tenant", "tenant-" + random.nextInt(400));
    }

    private double exponential() {
        return -Math.log(1 - random.nextDouble());
    }

    private static double rounded(double value) {
        return Math.rint(value * 1_000) / 1_000;
    }
}
