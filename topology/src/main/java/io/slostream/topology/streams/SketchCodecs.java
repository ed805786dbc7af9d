// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.encoding.Input;
import com.datadoghq.sketch.ddsketch.encoding.Output;
import com.datadoghq.sketch.ddsketch.encoding.VarEncodingHelper;
import io.slostream.topology.accumulate.OpenCountKey;
import io.slostream.topology.sketch.BucketCounts;
import io.slostream.topology.window.SketchRing;
import io.slostream.topology.window.WaitingSketches;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How sketches are laid out in stores and packets: number of buckets, then for each the distance from the one before and
 * its count, as variable-length integers; two bytes a bucket where there is little in it.
 */
final class SketchCodecs {
    /** Written with every event, so as it lies in memory: little-endian, which costs no turning on the usual machines. */
    static final StateCodec<OpenCountKey, long[]> OPEN_SKETCHES = Codecs.of(
            Codecs::openCount,
            Codecs::openCount,
            longs -> {
                ByteBuffer out = ByteBuffer.allocate(longs.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                out.asLongBuffer().put(longs);
                return out.array();
            },
            bytes -> {
                long[] longs = new long[bytes.length / Long.BYTES];
                ByteBuffer.wrap(bytes)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asLongBuffer()
                        .get(longs);
                return longs;
            });

    static final StateCodec<WaitingSketches.Key, BucketCounts> WAITING_SKETCHES = Codecs.of(
            (key, out) -> {
                Codecs.waiting(key.pane(), out);
                out.putInt(key.sketch());
            },
            in -> new WaitingSketches.Key(Codecs.waiting(in), in.readInt()),
            SketchCodecs::bytes,
            SketchCodecs::counts);

    static final StateCodec<SketchRing.Key, SketchRing.Slot> RINGS = Codecs.of(
            (key, out) -> {
                Codecs.series(key.series(), out);
                out.putInt(key.sketch()).putLong(key.overMs()).putInt(key.slot());
            },
            in -> new SketchRing.Key(Codecs.series(in), in.readInt(), in.readLong(), in.readInt()),
            SketchCodecs::slotBytes,
            SketchCodecs::slot);

    private SketchCodecs() {}

    static byte[] bytes(BucketCounts counts) {
        try {
            GrowingByteArrayOutput out = output(counts);
            write(counts, out);
            return out.trimmedCopy();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static BucketCounts counts(byte[] bytes) {
        try {
            return read(ByteArrayInput.wrap(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] slotBytes(SketchRing.Slot slot) {
        try {
            GrowingByteArrayOutput out = output(slot.counts());
            VarEncodingHelper.encodeSignedVarLong(out, slot.pane());
            write(slot.counts(), out);
            return out.trimmedCopy();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SketchRing.Slot slot(byte[] bytes) {
        try {
            Input in = ByteArrayInput.wrap(bytes);
            return new SketchRing.Slot(VarEncodingHelper.decodeSignedVarLong(in), read(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GrowingByteArrayOutput output(BucketCounts counts) {
        return GrowingByteArrayOutput.withInitialCapacity(16 + 3 * counts.size());
    }

    private static void write(BucketCounts counts, Output out) throws IOException {
        VarEncodingHelper.encodeUnsignedVarLong(out, counts.size());
        int before = 0;
        for (int i = 0; i < counts.size(); i++) {
            VarEncodingHelper.encodeUnsignedVarLong(out, counts.bucket(i) - before);
            VarEncodingHelper.encodeUnsignedVarLong(out, counts.count(i));
            before = counts.bucket(i);
        }
    }

    private static BucketCounts read(Input in) throws IOException {
        int size = (int) VarEncodingHelper.decodeUnsignedVarLong(in);
        BucketCounts.Builder counts = new BucketCounts.Builder(size);
        int bucket = 0;
        for (int i = 0; i < size; i++) {
            bucket += (int) VarEncodingHelper.decodeUnsignedVarLong(in);
            counts.add(bucket, VarEncodingHelper.decodeUnsignedVarLong(in));
        }
        return counts.build();
    }
}
