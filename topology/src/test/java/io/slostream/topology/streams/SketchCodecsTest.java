// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import static io.slostream.topology.TopologyFixtures.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.BadEvent;
import io.slostream.topology.Evidence;
import io.slostream.topology.Packet;
import io.slostream.topology.Partial;
import io.slostream.topology.PartialSketch;
import io.slostream.topology.Series;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.accumulate.OpenCountKey;
import io.slostream.topology.sketch.BucketCounts;
import io.slostream.topology.sketch.ValueBuckets;
import io.slostream.topology.window.SketchRing;
import io.slostream.topology.window.WaitingKey;
import io.slostream.topology.window.WaitingSketches;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SketchCodecsTest {
    private static final Series SERIES = new Series(3, "co\0der");
    private static final BucketCounts COUNTS = new BucketCounts.Builder(3)
            .add(0, 1)
            .add(ValueBuckets.ZERO, (1L << 47) - 1)
            .add(ValueBuckets.COUNT - 1, 300)
            .build();

    @Test
    void shouldReadWhatItWrote() {
        assertThat(SketchCodecs.counts(SketchCodecs.bytes(COUNTS))).isEqualTo(COUNTS);
        assertThat(SketchCodecs.counts(SketchCodecs.bytes(BucketCounts.NONE))).isEqualTo(BucketCounts.NONE);

        SketchRing.Slot slot = new SketchRing.Slot(-7, COUNTS);
        assertThat(SketchCodecs.RINGS.readValue(SketchCodecs.RINGS.value(slot))).isEqualTo(slot);
        SketchRing.Key ring = new SketchRing.Key(SERIES, 2, 300_000, 61);
        assertThat(SketchCodecs.RINGS.readKey(SketchCodecs.RINGS.key(ring))).isEqualTo(ring);

        WaitingSketches.Key waiting =
                new WaitingSketches.Key(new WaitingKey(TelemetryKind.REQUEST, T0, 1, T0 - 5_000, SERIES), 9);
        assertThat(SketchCodecs.WAITING_SKETCHES.readKey(SketchCodecs.WAITING_SKETCHES.key(waiting)))
                .isEqualTo(waiting);

        OpenCountKey open = new OpenCountKey(new SourcePartition("t", 4), T0, 0, T0 - 5_000, "coder");
        assertThat(SketchCodecs.OPEN_SKETCHES.readKey(SketchCodecs.OPEN_SKETCHES.key(open)))
                .isEqualTo(open);
        long[] table = {0, -1, 1L << 62, 3};
        assertThat(SketchCodecs.OPEN_SKETCHES.readValue(SketchCodecs.OPEN_SKETCHES.value(table)))
                .containsExactly(table);
    }

    /** The order on which a scan relies. */
    @Test
    void shouldSortBytesOfWaitingKeysAsTheKeys() {
        SplittableRandom random = new SplittableRandom(12);
        List<WaitingSketches.Key> keys = random.longs(500)
                .mapToObj(seed -> key(new SplittableRandom(seed)))
                .toList();

        List<WaitingSketches.Key> byBytes = keys.stream()
                .map(SketchCodecs.WAITING_SKETCHES::key)
                .sorted(Arrays::compareUnsigned)
                .map(SketchCodecs.WAITING_SKETCHES::readKey)
                .toList();

        assertThat(byBytes).isEqualTo(keys.stream().sorted().toList());
    }

    private static WaitingSketches.Key key(SplittableRandom random) {
        Series series = new Series(random.nextInt(2), "a".repeat(random.nextInt(3)));
        long boundary = random.nextLong(-1, 2);
        return new WaitingSketches.Key(
                new WaitingKey(TelemetryKind.REQUEST, boundary, random.nextInt(2), -5_000, series),
                random.nextInt(300));
    }

    @Test
    void shouldCarryAPacketWithAllItsParts() {
        Packet packet = new Packet(
                new SourcePartition("telemetry.requests.v1", 3),
                4,
                Set.of(TelemetryKind.REQUEST),
                7,
                T0 + 60_000,
                List.of(new Partial(SERIES, 0, T0, T0 + 5_000, 1, 2)),
                List.of(new Evidence(SERIES, T0 + 5_000, List.of(new BadEvent(T0 + 1, 3, 77)))),
                List.of(
                        new PartialSketch(0, SERIES, 1, T0, T0 + 5_000, COUNTS),
                        new PartialSketch(70_000, new Series(0, "writer"), 0, T0, T0 + 5_000, COUNTS.plus(COUNTS))),
                List.of(),
                T0 + 5_000);

        assertThat(PacketCodec.packet(PacketCodec.value(packet))).isEqualTo(packet);
    }
}
