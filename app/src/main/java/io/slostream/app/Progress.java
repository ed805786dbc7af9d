// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress of long work on stderr: a bar on a terminal, a plain line every few seconds elsewhere. */
public final class Progress {
    /** Set by the start script when stderr is a terminal; Java itself cannot tell that of stderr alone. */
    private static final String TERMINAL_PROPERTY = "slostream.terminal";

    private static final long LINE_EVERY_MS = 5_000;
    private static final int UPDATE_EVERY_MS = 500;
    private final String task;
    private final Unit unit;
    private final long total;
    private final PrintWriter err;
    private final ProgressBar bar;
    private final long startedMs = System.currentTimeMillis();
    private long lastLineMs = startedMs;
    private boolean finished;

    /** What is counted. */
    public enum Unit {
        /** Bytes of input, shown in megabytes. */
        READ("MB", 1_000_000),
        /** Milliseconds of simulated time, shown in minutes. */
        SIMULATED("min", 60_000),
        /** Records, one by one. */
        RECORDS("records", 1);

        private final String symbol;
        private final long size;

        Unit(String symbol, long size) {
            this.symbol = symbol;
            this.size = size;
        }
    }

    /** Starts; 0 in total means that nobody knows. */
    public Progress(String task, Unit unit, long total, PrintWriter err) {
        this.task = task;
        this.unit = unit;
        this.total = total;
        this.err = err;
        this.bar = !Boolean.getBoolean(TERMINAL_PROPERTY)
                ? null
                : new ProgressBarBuilder()
                        .setTaskName(task)
                        .setInitialMax(total)
                        .setUnit(" " + unit.symbol, unit.size)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(UPDATE_EVERY_MS)
                        .showSpeed()
                        .build();
    }

    /** So much is done, in the unit, with so many records. */
    public void update(long done, long records) {
        if (bar != null) {
            bar.stepTo(done);
            return;
        }
        long now = System.currentTimeMillis();
        if (now - lastLineMs >= LINE_EVERY_MS) {
            lastLineMs = now;
            String left = done == 0 || total == 0
                    ? ""
                    : ", " + (now - startedMs) * Math.max(0, total - done) / done / 1_000 + " s left";
            String share = total == 0 ? done / unit.size + " " + unit.symbol : 100 * done / total + " %";
            long perSecond = 1_000 * records / Math.max(1, now - startedMs);
            err.println(task + ": " + share + " " + unit.name().toLowerCase(Locale.ROOT) + ", " + records + " records, "
                    + perSecond + " records/s" + left);
            err.flush();
        }
    }

    /** Makes room for a line of another kind. */
    void interrupt() {
        if (bar != null) {
            err.println();
        }
    }

    /** The bar goes. */
    public void finish() {
        if (bar != null && !finished) {
            bar.close();
        }
        finished = true;
    }
}
