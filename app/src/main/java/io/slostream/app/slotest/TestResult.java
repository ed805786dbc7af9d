// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.slotest;

import io.slostream.topology.accumulate.Accounting;
import java.util.List;

/**
 * How one test went.
 *
 * @param file name of its file
 * @param startMs where it began, epoch milliseconds
 * @param test the test
 * @param mismatches expectations that were not met, in the order of the file; empty: it passed
 * @param accounting where its events went
 */
public record TestResult(String file, long startMs, SloTest test, List<Mismatch> mismatches, Accounting accounting) {
    public TestResult {
        mismatches = List.copyOf(mismatches);
    }

    /** Whether every expectation was met. */
    public boolean passed() {
        return mismatches.isEmpty();
    }

    /** Plays a test of a file and compares. */
    public static TestResult of(SloTestFile file, SloTest test, TestProgress progress) {
        Observed observed = TestRun.run(file.definition(), file.startMs(), test, progress);
        List<Mismatch> mismatches = new Comparison(file, test, observed).mismatches();
        return new TestResult(file.file(), file.startMs(), test, mismatches, observed.accounting());
    }
}
