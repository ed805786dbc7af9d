// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.DefinitionText;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.app.slotest.SloTest;
import io.slostream.app.slotest.SloTestFile;
import io.slostream.app.slotest.SloTestReader;
import io.slostream.app.slotest.TestResult;
import io.slostream.app.slotest.TestText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The timelines of the shipped SLOs, through the engine's own stages: what fires each or breaks its bound, what nearly
 * does, and silence. The same as {@code ./slostream test slos/tests}.
 */
class ShippedTimelinesTest {
    private static final Path TESTS = ShippedDefinitions.FOLDER.resolve("tests");
    private static final String ENDING = ".test.yaml";

    static List<Path> files() throws IOException {
        return ShippedDefinitions.named(TESTS, ENDING);
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldGoAsItsWriterExpects(Path path) throws IOException {
        SloTestFile file = read(path);

        String failures = file.tests().stream()
                .map(test -> TestResult.of(file, test, (time, events) -> {}))
                .filter(result -> !result.passed())
                .map(TestText::render)
                .collect(Collectors.joining());
        assertThat(failures).isEmpty();
    }

    @Test
    void shouldHaveThreeTimelinesAtLeastForEachSlo() throws IOException {
        List<String> wanted = ShippedDefinitions.files().stream()
                .map(file -> file.getFileName().toString().replace(".yaml", ENDING))
                .toList();
        assertThat(files()).extracting(file -> file.getFileName().toString()).containsExactlyElementsOf(wanted);

        for (Path path : files()) {
            SloTestFile file = read(path);
            assertThat(file.definition().slos().slos())
                    .as("%s tests the file of its name", path)
                    .extracting(SloDefinition::name)
                    .containsExactly(path.getFileName().toString().replace(ENDING, ""));
            assertThat(file.tests())
                    .as("%s", path)
                    .hasSizeGreaterThanOrEqualTo(3)
                    .extracting(SloTest::name)
                    .anyMatch(name -> name.startsWith("silence "));
        }
    }

    private static SloTestFile read(Path path) throws IOException {
        SloTestReader.Result result =
                SloTestReader.read(new DefinitionText(path.toString(), Files.readString(path)), OptionalLong.empty());
        assertThat(result.errors()).isEmpty();
        return result.file().orElseThrow();
    }
}
