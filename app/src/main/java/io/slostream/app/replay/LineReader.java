// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.replay;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads lines as bytes from a reused buffer, so that a line costs no object. A line longer than the limit is given cut
 * to the limit and marked, never gathered whole: a hostile file cannot exhaust memory. Line ends are LF or CRLF; a byte
 * order mark at the start is skipped.
 */
final class LineReader implements Closeable {
    private static final int CHUNK = 1 << 16;

    private final InputStream in;
    private final int maxLineBytes;
    private final byte[] chunk = new byte[CHUNK];
    private int chunkEnd;
    private int chunkPosition;
    private byte[] line = new byte[1 << 12];
    private int length;
    private boolean tooLong;
    private long number;
    private long bytesRead;

    LineReader(InputStream in, int maxLineBytes) {
        this.in = in;
        this.maxLineBytes = maxLineBytes;
    }

    /** Moves to the next line; false at the end of the file. */
    boolean next() throws IOException {
        length = 0;
        tooLong = false;
        boolean any = false;
        while (true) {
            if (chunkPosition == chunkEnd && !fill()) {
                number += any ? 1 : 0;
                return any;
            }
            any = true;
            int end = chunkPosition;
            while (end < chunkEnd && chunk[end] != '\n') {
                end++;
            }
            append(chunkPosition, end);
            chunkPosition = end;
            if (chunkPosition < chunkEnd) {
                chunkPosition++;
                number++;
                trim();
                return true;
            }
        }
    }

    private boolean fill() throws IOException {
        chunkEnd = in.read(chunk);
        chunkPosition = 0;
        if (chunkEnd <= 0) {
            chunkEnd = 0;
            trim();
            return false;
        }
        boolean first = bytesRead == 0;
        bytesRead += chunkEnd;
        if (first && chunkEnd >= 3 && chunk[0] == (byte) 0xEF && chunk[1] == (byte) 0xBB && chunk[2] == (byte) 0xBF) {
            chunkPosition = 3;
        }
        return true;
    }

    private void append(int from, int to) {
        int count = Math.min(to - from, maxLineBytes - length);
        tooLong |= count < to - from;
        if (length + count > line.length) {
            line = Arrays.copyOf(line, Math.max(length + count, 2 * line.length));
        }
        System.arraycopy(chunk, from, line, length, count);
        length += count;
    }

    private void trim() {
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
    }

    /** The bytes of the present line, from 0 to {@link #length()}. */
    byte[] buffer() {
        return line;
    }

    int length() {
        return length;
    }

    /** Whether the present line is longer than the limit. */
    boolean isTooLong() {
        return tooLong;
    }

    /** Whether the present line holds nothing but white space. */
    boolean isBlank() {
        for (int i = 0; i < length; i++) {
            if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    /** Number of the present line, from 1. */
    long number() {
        return number;
    }

    /** Bytes taken from the file so far. */
    long bytesRead() {
        return bytesRead;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
