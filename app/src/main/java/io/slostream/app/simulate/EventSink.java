// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.simulate;

import io.slostream.simulation.event.SimulatedEvent;
import java.io.IOException;

/** Where simulated events go. */
interface EventSink extends AutoCloseable {

    /** Takes one event; false when nobody wants more. */
    boolean take(SimulatedEvent event) throws IOException;

    /** All that was taken has arrived; after this the sink can only be closed. */
    void finish() throws IOException;

    @Override
    void close() throws IOException;
}
