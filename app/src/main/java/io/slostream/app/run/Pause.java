// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

/** The wait between two looks at something that another process has to do; every loop around it has its own deadline. */
final class Pause {
    private Pause() {}

    /**
     * Waits.
     *
     * @throws EngineFailedException when the thread is interrupted
     */
    static void ofMs(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineFailedException("interrupted", e);
        }
    }
}
