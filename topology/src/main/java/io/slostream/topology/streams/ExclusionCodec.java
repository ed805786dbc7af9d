// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import io.slostream.topology.Exclusion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Exclusions as bytes, in packets and in stores. */
final class ExclusionCodec {
    private ExclusionCodec() {}

    static void write(Exclusion exclusion, DataOutputStream out) throws IOException {
        out.writeLong(exclusion.key().boundaryMs());
        out.writeInt(exclusion.key().partition());
        out.writeLong(exclusion.key().position());
        write(exclusion.specialist(), out);
        write(exclusion.slo(), out);
        out.writeLong(exclusion.fromMs());
        out.writeLong(exclusion.toMs());
        out.writeUTF(exclusion.reason());
        out.writeUTF(exclusion.who());
    }

    private static void write(Optional<String> text, DataOutputStream out) throws IOException {
        out.writeBoolean(text.isPresent());
        if (text.isPresent()) {
            out.writeUTF(text.get());
        }
    }

    static Exclusion read(DataInputStream in) throws IOException {
        return new Exclusion(
                new Exclusion.Key(in.readLong(), in.readInt(), in.readLong()),
                optional(in),
                optional(in),
                in.readLong(),
                in.readLong(),
                in.readUTF(),
                in.readUTF());
    }

    private static Optional<String> optional(DataInputStream in) throws IOException {
        return in.readBoolean() ? Optional.of(in.readUTF()) : Optional.empty();
    }

    static byte[] bytes(Exclusion exclusion) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            write(exclusion, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static Exclusion of(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
