// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

/** What stage 1 has to say. */
public interface CountingOutput extends PacketSink {

    /** A record that was booked as dead-lettered. */
    void deadLetter(DeadLetter letter);
}
