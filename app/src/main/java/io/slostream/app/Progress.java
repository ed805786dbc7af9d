// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress of long work on stderr: a bar on a terminal, a plain line every few seconds elsewhere. */
final class Progress {
    /** Set by the start script when stderr is a terminal; Java itself cannot tell that of stderr alone. */
    private static final String TERMINAL_PROPERTY = "slostream.terminal";

    private static final long LINE_EVERY_MS = 5_000;
    private static final int UPDATE_EVERY_MS = 500;
    private static final long MEGABYTE = 1_000_000;

    private final String task;
    private final long totalBytes;
    private final PrintWriter err;
    private final ProgressBar bar;
    private final long startedMs = System.currentTimeMillis();
    private long lastLineMs = startedMs;
    private boolean finished;

    /** Starts; 0 bytes in total means that nobody knows. */
    Progress(String task, long totalBytes, PrintWriter err) {
        this.task = task;
        this.totalBytes = totalBytes;
        this.err = err;
        this.bar = !Boolean.getBoolean(TERMINAL_PROPERTY)
                ? null
                : new ProgressBarBuilder()
                        .setTaskName(task)
                        .setInitialMax(totalBytes)
                        .setUnit(" MB", MEGABYTE)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(UPDATE_EVERY_MS)
                        .build();
    }

    void update(long bytes, long records) {
        if (bar != null) {
            bar.stepTo(bytes);
            return;
        }
        long now = System.currentTimeMillis();
        if (now - lastLineMs >= LINE_EVERY_MS) {
            lastLineMs = now;
            String read = totalBytes == 0 ? bytes / MEGABYTE + " MB" : 100 * bytes / totalBytes + " %";
            long perSecond = 1_000 * records / Math.max(1, now - startedMs);
            err.println(task + ": " + read + " read, " + records + " records, " + perSecond + " records/s");
            err.flush();
        }
    }

    /** Makes room for a line of another kind. */
    void interrupt() {
        if (bar != null) {
            err.println();
        }
    }

    void finish() {
        if (bar != null && !finished) {
            bar.close();
        }
        finished = true;
    }
}
