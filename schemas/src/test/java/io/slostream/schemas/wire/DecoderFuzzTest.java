// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.wire;

import static io.slostream.schemas.telemetry.SampleEvents.good;
import static io.slostream.schemas.telemetry.SampleEvents.json;
import static io.slostream.schemas.telemetry.SampleEvents.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.slostream.schemas.json.JsonEventReader;
import io.slostream.schemas.telemetry.DecodeResult;
import io.slostream.schemas.telemetry.DecodeResult.Rejected;
import io.slostream.schemas.telemetry.RejectReason;
import io.slostream.schemas.telemetry.Rejections;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Mutated good records and random bytes: no exception escapes, and the decoder works on afterwards. */
class DecoderFuzzTest {
    private static final int PAYLOADS = 200_000;
    private static final long SLOWEST_NANOS = Duration.ofSeconds(10).toNanos();

    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final TelemetryDecoder decoder = new TelemetryDecoder(registry);
    private final TelemetryEvent event = new TelemetryEvent();
    private final JsonEventReader lines = new JsonEventReader();

    @Test
    @Timeout(120)
    void shouldSurviveAnyBytes() {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        System.out.println("fuzz.seed=" + seed + " (replay with -Dfuzz.seed)");
        Random random = new Random(seed);
        List<byte[]> corpus = new ArrayList<>();
        for (TelemetryKind kind : TelemetryKind.values()) {
            corpus.add(TelemetryEncoder.encode(registry.add(kind.schema()), kind.schema(), good(kind)));
            Map<String, Object> typed = good(kind);
            typed.put("type", kind.type());
            corpus.add(json(typed));
        }
        TelemetryKind[] kinds = TelemetryKind.values();
        Map<RejectReason, Integer> reasons = new EnumMap<>(RejectReason.class);
        int accepted = 0;
        for (int i = 0; i < PAYLOADS; i++) {
            int source = random.nextInt(corpus.size());
            byte[] payload = random.nextInt(20) == 0 ? noise(random) : mutate(corpus.get(source), random);
            TelemetryKind kind = kinds[random.nextInt(10) == 0 ? random.nextInt(kinds.length) : source / 2];
            DecodeResult result = decode(kind, payload, seed, i);
            if (result instanceof Rejected rejected) {
                reasons.merge(rejected.reason(), 1, Integer::sum);
                assertThat(rejected.detail()).isNotBlank().hasSizeLessThanOrEqualTo(Rejections.MAX_DETAIL);
            } else {
                accepted++;
                assertThat(values(event)).containsKey("event_id");
            }
            asLine(payload, seed, i);
        }
        System.out.println("accepted=" + accepted + " rejected=" + reasons);
        // The fuzz must reach behind the first checks, or it shows nothing.
        assertThat(accepted).isPositive();
        assertThat(reasons)
                .containsKeys(
                        RejectReason.TRUNCATED,
                        RejectReason.MALFORMED_AVRO,
                        RejectReason.MALFORMED_JSON,
                        RejectReason.TRAILING_BYTES,
                        RejectReason.OUT_OF_RANGE,
                        RejectReason.UNKNOWN_SCHEMA_ID,
                        RejectReason.BAD_MAGIC);
        for (int k = 0; k < kinds.length; k++) {
            assertThat(decoder.decode(kinds[k], corpus.get(2 * k), event)).isEqualTo(DecodeResult.ACCEPTED);
            assertThat(decoder.decode(kinds[k], corpus.get(2 * k + 1), event)).isEqualTo(DecodeResult.ACCEPTED);
        }
    }

    private DecodeResult decode(TelemetryKind kind, byte[] payload, long seed, int i) {
        long start = System.nanoTime();
        try {
            return decoder.decode(kind, payload, event);
        } catch (Throwable e) {
            return fail(
                    "seed " + seed + ", payload " + i + " as " + kind + ": "
                            + HexFormat.of().formatHex(payload),
                    e);
        } finally {
            assertThat(System.nanoTime() - start)
                    .as("nanoseconds of payload %d", i)
                    .isLessThan(SLOWEST_NANOS);
        }
    }

    /** The same bytes as a line of a file, whose kind is not known beforehand. */
    private void asLine(byte[] payload, long seed, int i) {
        if (payload.length == 0 || payload[0] != '{') {
            return;
        }
        TelemetryEvent line = new TelemetryEvent();
        try {
            if (lines.read(payload, 0, payload.length, null, line) == DecodeResult.ACCEPTED) {
                assertThat(decoder.decode(line.kind(), payload, event)).isEqualTo(DecodeResult.ACCEPTED);
                assertThat(values(line)).isEqualTo(values(event));
            }
        } catch (RuntimeException | StackOverflowError e) {
            fail("seed " + seed + ", payload " + i + ": " + HexFormat.of().formatHex(payload), e);
        }
    }

    private static byte[] noise(Random random) {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        if (bytes.length > 0 && random.nextBoolean()) {
            bytes[0] = random.nextBoolean() ? 0 : (byte) '{';
        }
        if (bytes.length > 4 && bytes[0] == 0 && random.nextBoolean()) {
            bytes[1] = bytes[2] = bytes[3] = 0;
            bytes[4] = (byte) (1 + random.nextInt(6));
        }
        return bytes;
    }

    private static byte[] mutate(byte[] good, Random random) {
        byte[] bytes = good.clone();
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes = Arrays.copyOf(bytes, at);
                case 1 -> bytes = Arrays.copyOf(bytes, bytes.length + random.nextInt(9));
                case 2 -> {
                    if (bytes.length > 0) {
                        bytes[at] = (byte) random.nextInt(256);
                    }
                }
                case 3 -> {
                    if (bytes.length > 0) {
                        bytes[at] ^= (byte) (1 << random.nextInt(8));
                    }
                }
                case 4 -> { // a run of one byte: long varints, deep brackets, big numbers
                    byte[] fills = {-1, 0, '[', '{', '9', '"', (byte) 0x80};
                    int to = Math.min(bytes.length, at + random.nextInt(24));
                    Arrays.fill(bytes, at, to, fills[random.nextInt(fills.length)]);
                }
                default -> { // a stretch from elsewhere in the record
                    int length = Math.min(bytes.length - at, random.nextInt(16));
                    int from = bytes.length - length <= 0 ? 0 : random.nextInt(bytes.length - length + 1);
                    System.arraycopy(bytes, from, bytes, at, length);
                }
            }
        }
        return bytes;
    }
}
