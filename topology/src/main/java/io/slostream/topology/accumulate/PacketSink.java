// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import io.slostream.topology.Packet;

/** Where packets go. */
@FunctionalInterface
public interface PacketSink {

    /** Sends a packet to one stage-2 partition. */
    void send(int partition, Packet packet);
}
