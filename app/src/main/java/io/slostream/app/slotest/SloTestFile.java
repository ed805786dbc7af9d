// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.slotest;

import io.slostream.topology.EngineDefinition;
import java.util.List;

/**
 * A file of tests.
 *
 * @param file its name
 * @param definition what decides verdicts, the same for all its tests
 * @param startMs where each test begins, and from where events are counted; epoch milliseconds, a multiple of the pane
 * @param tests one or more
 */
public record SloTestFile(String file, EngineDefinition definition, long startMs, List<SloTest> tests) {
    public SloTestFile {
        tests = List.copyOf(tests);
    }
}
