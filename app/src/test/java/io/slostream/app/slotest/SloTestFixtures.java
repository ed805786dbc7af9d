// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.slotest;

import io.slostream.alerting.definition.DefinitionText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Files of tests in {@code src/test/resources/slotest}, and tests written in line. */
final class SloTestFixtures {
    static final Path FOLDER = Path.of("src/test/resources/slotest");

    private SloTestFixtures() {}

    static List<Path> files(String ending) {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SloTestReader.Result read(Path file) {
        try {
            return SloTestReader.read(
                    new DefinitionText(file.toString(), Files.readString(file)), OptionalLong.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file in the folder with these lines for events and expectations of its one test. */
    static SloTestFile test(String events, String expectations) {
        String text = """
                apiVersion: slostream/v1
                kind: SLOTest
                slos: [canary.yaml, request.yaml, evaluation.yaml]
                tests:
                  - name: one
                    events:
                %s
                    expect:
                %s
                """.formatted(events.indent(6), expectations.indent(6));
        SloTestReader.Result result = SloTestReader.read(
                new DefinitionText(FOLDER.resolve("inline.test.yaml").toString(), text), OptionalLong.empty());
        return result.file().orElseThrow(() -> new AssertionError(String.join("\n", result.errors())));
    }

    static TestResult run(SloTestFile file) {
        return TestResult.of(file, file.tests().get(0), (time, events) -> {});
    }
}
