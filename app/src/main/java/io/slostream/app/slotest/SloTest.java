// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.slotest;

import java.util.List;

/**
 * One test: events over time, and what is expected of alerts.
 *
 * @param name unique in its file
 * @param events one timeline an entry
 * @param expectations in the order of the file, one or more
 * @param lengthMs the test's end, milliseconds from its start: the latest end of a timeline or time of an expectation
 */
public record SloTest(String name, List<Timeline> events, List<Expectation> expectations, long lengthMs) {
    public SloTest {
        events = List.copyOf(events);
        expectations = List.copyOf(expectations);
    }
}
