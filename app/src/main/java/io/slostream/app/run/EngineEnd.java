// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

/**
 * How a run ended.
 *
 * @param exitCode {@link #STOPPED}, {@link #REFUSED} or {@link #FAILED}
 * @param reason one or more sentences for a person; empty after a stop that was asked for
 */
public record EngineEnd(int exitCode, String reason) {
    /** Asked to stop, and stopped. */
    public static final int STOPPED = 0;
    /** Trying again does not help: configuration, topics or offsets must be put right first. */
    public static final int REFUSED = 2;
    /** Something else did not answer for too long, or failed too often; a supervisor may start the engine again. */
    public static final int FAILED = 3;

    static final EngineEnd CLEAN = new EngineEnd(STOPPED, "");
}
