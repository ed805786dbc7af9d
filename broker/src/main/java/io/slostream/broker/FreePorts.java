// SPDX-License-Identifier: Apache-2.0
package io.slostream.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Picks loopback ports below the ephemeral range.
 *
 * <p>A port that the kernel hands out for port 0 is from the range that outgoing connections take theirs from: while
 * the broker is stopped, one of its clients that tries to reconnect could be given just that port, or on loopback even
 * connect to itself, and the broker could not come back.
 */
final class FreePorts {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 1_000;

    private FreePorts() {}

    /** A port that was free a moment ago and is none of these. */
    static int pick(int... taken) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (!contains(taken, port) && isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port found between " + LOWEST + " and " + HIGHEST);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean contains(int[] ports, int port) {
        for (int other : ports) {
            if (other == port) {
                return true;
            }
        }
        return false;
    }
}
