// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.scenarios;

import io.slostream.simulation.EventSource;
import io.slostream.simulation.event.EventEncoder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Simulated events as NDJSON files. */
final class SimulatedFiles {
    private SimulatedFiles() {}

    /** Writes all events; returns how many. */
    static long write(Path file, EventSource events) throws IOException {
        long count = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            while (events.hasNext()) {
                out.write(EventEncoder.ndjson(events.next()));
                out.write('\n');
                count++;
            }
        }
        return count;
    }
}
