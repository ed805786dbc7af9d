// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import io.slostream.topology.BadEvent;
import io.slostream.topology.Evidence;
import io.slostream.topology.Exclusion;
import io.slostream.topology.Packet;
import io.slostream.topology.Partial;
import io.slostream.topology.PartialSketch;
import io.slostream.topology.Series;
import io.slostream.topology.SourcePartition;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Packets as records of the internal topic. Key: the receiving partition (4 bytes), which the partitioner reads; value:
 * a version byte and the packet. The topic lives as long as the application, so no schema registry is asked.
 */
final class PacketCodec {
    private static final int VERSION = 3;

    private PacketCodec() {}

    static byte[] key(int partition) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(partition).array();
    }

    static int partition(byte[] key) {
        return ByteBuffer.wrap(key).getInt();
    }

    static byte[] value(Packet packet) {
        ByteArrayOutputStream bytes =
                new ByteArrayOutputStream(64 + 64 * packet.partials().size());
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(packet.source().topic());
            out.writeInt(packet.source().partition());
            out.writeInt(packet.sources());
            out.writeByte(Kinds.mask(packet.kinds()));
            out.writeLong(packet.version());
            out.writeLong(packet.sinceMs());
            out.writeLong(packet.watermarkMs());
            out.writeInt(packet.partials().size());
            for (Partial partial : packet.partials()) {
                out.writeInt(partial.series().sli());
                out.writeUTF(partial.series().group());
                out.writeByte(partial.level());
                out.writeLong(partial.paneStartMs());
                out.writeLong(partial.boundaryMs());
                out.writeLong(partial.good());
                out.writeLong(partial.total());
            }
            out.writeInt(packet.evidence().size());
            for (Evidence evidence : packet.evidence()) {
                out.writeInt(evidence.series().sli());
                out.writeUTF(evidence.series().group());
                out.writeLong(evidence.boundaryMs());
                out.writeByte(evidence.events().size());
                for (BadEvent event : evidence.events()) {
                    out.writeLong(event.timeMs());
                    out.writeLong(event.position());
                }
            }
            out.writeInt(packet.sketches().size());
            for (PartialSketch sketch : packet.sketches()) {
                writeSketch(sketch, out);
            }
            out.writeInt(packet.exclusions().size());
            for (Exclusion exclusion : packet.exclusions()) {
                ExclusionCodec.write(exclusion, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static Packet packet(byte[] value) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(value))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IllegalStateException("packets of version " + version + " cannot be read, only of " + VERSION
                        + "; an older or newer engine wrote to this application's internal topic");
            }
            SourcePartition source = new SourcePartition(in.readUTF(), in.readInt());
            int sources = in.readInt();
            int kinds = in.readByte();
            long definition = in.readLong();
            long since = in.readLong();
            long watermark = in.readLong();
            int count = in.readInt();
            List<Partial> partials = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                Series series = new Series(in.readInt(), in.readUTF());
                partials.add(
                        new Partial(series, in.readByte(), in.readLong(), in.readLong(), in.readLong(), in.readLong()));
            }
            int evidenceCount = in.readInt();
            List<Evidence> evidence = new ArrayList<>(evidenceCount);
            for (int i = 0; i < evidenceCount; i++) {
                evidence.add(evidence(in, source.partition()));
            }
            int sketchCount = in.readInt();
            List<PartialSketch> sketches = new ArrayList<>(sketchCount);
            for (int i = 0; i < sketchCount; i++) {
                sketches.add(sketch(in));
            }
            int exclusionCount = in.readInt();
            List<Exclusion> exclusions = new ArrayList<>(exclusionCount);
            for (int i = 0; i < exclusionCount; i++) {
                exclusions.add(ExclusionCodec.read(in));
            }
            return new Packet(
                    source,
                    sources,
                    Kinds.ofMask(kinds),
                    definition,
                    since,
                    partials,
                    evidence,
                    sketches,
                    exclusions,
                    watermark);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Evidence evidence(DataInputStream in, int partition) throws IOException {
        Series series = new Series(in.readInt(), in.readUTF());
        long boundary = in.readLong();
        int count = in.readByte();
        List<BadEvent> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(new BadEvent(in.readLong(), partition, in.readLong()));
        }
        return new Evidence(series, boundary, events);
    }

    private static void writeSketch(PartialSketch sketch, DataOutputStream out) throws IOException {
        out.writeInt(sketch.sketch());
        out.writeInt(sketch.series().sli());
        out.writeUTF(sketch.series().group());
        out.writeByte(sketch.level());
        out.writeLong(sketch.paneStartMs());
        out.writeLong(sketch.boundaryMs());
        byte[] counts = SketchCodecs.bytes(sketch.counts());
        out.writeInt(counts.length);
        out.write(counts);
    }

    private static PartialSketch sketch(DataInputStream in) throws IOException {
        int number = in.readInt();
        Series series = new Series(in.readInt(), in.readUTF());
        int level = in.readByte();
        long paneStart = in.readLong();
        long boundary = in.readLong();
        byte[] counts = in.readNBytes(in.readInt());
        return new PartialSketch(number, series, level, paneStart, boundary, SketchCodecs.counts(counts));
    }
}
