// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.slotest;

/** Told now and then how far a test has come. */
@FunctionalInterface
public interface TestProgress {

    /** So much of the test's time and so many of its events are done. */
    void reached(long timeMs, long events);
}
