// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import io.slostream.app.slotest.SloTest;
import io.slostream.app.slotest.SloTestFile;
import io.slostream.app.slotest.TestProgress;
import java.io.PrintWriter;
import java.util.List;

/** Progress of tests on stderr, once they have taken a while: most are over before anyone looks. */
final class TestProgressLine implements TestProgress, AutoCloseable {
    private static final long QUIET_MS = 2_000;

    private final PrintWriter err;
    private final long totalMs;
    private final long startedMs = System.currentTimeMillis();
    private Progress progress;
    private long doneMs;
    private long doneEvents;
    private long eventsOfTest;

    TestProgressLine(List<SloTestFile> files, PrintWriter err) {
        this.err = err;
        this.totalMs = files.stream()
                .flatMap(file -> file.tests().stream())
                .mapToLong(SloTest::lengthMs)
                .sum();
    }

    @Override
    public void reached(long timeMs, long events) {
        eventsOfTest = events;
        if (progress == null && System.currentTimeMillis() - startedMs > QUIET_MS) {
            progress = new Progress("test", Progress.Unit.SIMULATED, totalMs, err);
        }
        if (progress != null) {
            progress.update(doneMs + timeMs, doneEvents + events);
        }
    }

    /** The test is over. */
    void finished(SloTest test) {
        doneMs += test.lengthMs();
        doneEvents += eventsOfTest;
        eventsOfTest = 0;
    }

    /** Makes room for a line of another kind. */
    void interrupt() {
        if (progress != null) {
            progress.interrupt();
        }
    }

    @Override
    public void close() {
        if (progress != null) {
            progress.finish();
        }
    }
}
