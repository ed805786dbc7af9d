// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.replay;

import io.slostream.schemas.telemetry.DecodeResult.Rejected;
import io.slostream.schemas.telemetry.RejectReason;
import io.slostream.topology.accumulate.LineStage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** One NDJSON file on its way through stage 1. */
final class InputFile implements Closeable {
    /** As for a record on Kafka. */
    private static final int MAX_LINE_BYTES = 1 << 20;

    private final Path path;
    private final LineReader lines;
    private final LineStage stage;
    private boolean ended;

    InputFile(Path path, LineStage stage) throws IOException {
        this.path = path;
        this.lines = new LineReader(InputStreams.open(path), MAX_LINE_BYTES);
        this.stage = stage;
    }

    /** Reads until it is known when the file's first event happened: a little further than that event. */
    void readFirstEvent(LineStage.Output out) throws IOException {
        while (!stage.knowsFirstEvent() && readLine(out)) {}
    }

    /** Reads at least one line and at most this many, and goes on no further than this arrival time. */
    void read(int maxLines, long untilMs, LineStage.Output out) throws IOException {
        int count = 0;
        while (count < maxLines && readLine(out)) {
            count++;
            if (stage.clockMs() > untilMs) {
                return;
            }
        }
    }

    private boolean readLine(LineStage.Output out) throws IOException {
        if (!nextLine()) {
            ended = true;
            return false;
        }
        if (lines.isTooLong()) {
            Rejected oversized =
                    new Rejected(RejectReason.OVERSIZED, "the line is longer than " + MAX_LINE_BYTES + " bytes");
            stage.reject(oversized, lines.buffer(), 0, lines.length(), lines.number(), out);
        } else if (!lines.isBlank()) {
            stage.accept(lines.buffer(), 0, lines.length(), lines.number(), out);
        }
        return true;
    }

    private boolean nextLine() throws IOException {
        try {
            return lines.next();
        } catch (IOException e) {
            throw new IOException(path + ": cannot be read on after line " + lines.number() + ": " + e.getMessage(), e);
        }
    }

    Path path() {
        return path;
    }

    LineStage stage() {
        return stage;
    }

    boolean hasEnded() {
        return ended;
    }

    long bytesRead() {
        return lines.bytesRead();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
