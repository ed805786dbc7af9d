// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.replay;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Opens what {@code --input} names: a file or pipe, or stdin; gzip is recognised by its first bytes. */
public final class InputStreams {
    /** Stands for stdin. */
    public static final Path STDIN = Path.of("-");

    private static final int BUFFER = 1 << 16;
    private static final int FIRST = 0x1f;
    private static final int SECOND = 0x8b;

    private InputStreams() {}

    /** The bytes, decompressed where they are compressed; files of several gzip members are read to the last. */
    static InputStream open(Path path) throws IOException {
        InputStream raw = path.equals(STDIN) ? System.in : Files.newInputStream(path);
        try {
            BufferedInputStream buffered = new BufferedInputStream(raw, BUFFER);
            return isGzip(buffered) ? new GZIPInputStream(buffered, BUFFER) : buffered;
        } catch (IOException e) {
            raw.close();
            throw new IOException(path + ": " + e.getMessage(), e);
        }
    }

    private static boolean isGzip(InputStream in) throws IOException {
        in.mark(2);
        boolean isGzip = in.read() == FIRST && in.read() == SECOND;
        in.reset();
        return isGzip;
    }

    /** Whether a regular file is compressed. */
    public static boolean isGzip(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return isGzip(in);
        }
    }
}
