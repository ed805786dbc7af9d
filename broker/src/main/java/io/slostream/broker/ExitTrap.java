// SPDX-License-Identifier: Apache-2.0
package io.slostream.broker;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.utils.internals.Exit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps Kafka from ending the JVM that it is a guest in.
 *
 * <p>A broker that loses its last log directory, or its controller, ends the process: right for a server, wrong for a
 * test or demo. The trap throws, so the thread that asked ends instead, as Kafka's code behind an exit expects. Kafka
 * has one exit procedure per JVM, hence the trap stays for good: threads of a closed broker may still ask.
 */
final class ExitTrap {
    private static final Logger LOG = LoggerFactory.getLogger(ExitTrap.class);
    private static final AtomicInteger REFUSED = new AtomicInteger();

    private ExitTrap() {}

    static void set() {
        Exit.setExitProcedure(ExitTrap::refuse);
        Exit.setHaltProcedure(ExitTrap::refuse);
    }

    /** For a JVM that holds nothing but the broker, where ending it is the right answer. */
    static void release() {
        Exit.resetExitProcedure();
        Exit.resetHaltProcedure();
    }

    /** How often a broker asked this JVM to end. */
    static int refused() {
        return REFUSED.get();
    }

    private static void refuse(int status, String message) {
        REFUSED.incrementAndGet();
        String what = "an embedded broker failed and asked to end the JVM with status " + status
                + (message == null ? "" : ": " + message);
        LOG.error("{}; the JVM goes on without that broker", what);
        throw new IllegalStateException(what);
    }
}
