// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.simulate;

import io.slostream.app.UsageException;
import io.slostream.simulation.event.EventEncoder;
import io.slostream.simulation.event.SimulatedEvent;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** NDJSON, one event a line, to a file or to standard output. */
final class LineSink {
    /** How often standard output is asked whether anybody reads it. */
    private static final int LOOK_EVERY = 4_096;

    private LineSink() {}

    /**
     * Lines in a file, which is overwritten.
     *
     * @throws UsageException when the path cannot be written as a file
     */
    static EventSink file(Path path) {
        return new ToFile(open(path));
    }

    private static OutputStream open(Path path) {
        if (Files.isDirectory(path)) {
            throw new UsageException("--output " + path + ": is a folder; name a file, or - for standard output");
        }
        try {
            return new BufferedOutputStream(Files.newOutputStream(path), 1 << 16);
        } catch (IOException e) {
            throw new UsageException("--output " + path + ": cannot be written; does its folder exist?", e);
        }
    }

    /** Lines on standard output; whether they arrived is for its owner to ask. */
    static EventSink standardOutput(PrintWriter out) {
        return new ToOutput(out);
    }

    private record ToFile(OutputStream out) implements EventSink {
        @Override
        public boolean take(SimulatedEvent event) throws IOException {
            out.write(EventEncoder.ndjson(event));
            out.write('\n');
            return true;
        }

        @Override
        public void finish() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    private static final class ToOutput implements EventSink {
        private final PrintWriter out;
        private int lines;

        ToOutput(PrintWriter out) {
            this.out = out;
        }

        @Override
        public boolean take(SimulatedEvent event) {
            out.print(new String(EventEncoder.ndjson(event), StandardCharsets.UTF_8));
            out.print('\n');
            return ++lines % LOOK_EVERY != 0 || !out.checkError();
        }

        @Override
        public void finish() {
            out.flush();
        }

        @Override
        public void close() {}
    }
}
