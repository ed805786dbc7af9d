// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.slotest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code name.bad.test.yaml} gives exactly the messages of {@code name.bad.txt}; the tests of {@code name.fail.test.yaml}
 * the differences of {@code name.fail.txt} and {@code name.fail.json}; those of {@code name.good.test.yaml} pass. Run
 * with {@code -Dgolden.update=true} to write the texts anew, and read the difference.
 */
class SloTestGoldenTest {

    static List<Path> good() {
        return SloTestFixtures.files(".good.test.yaml");
    }

    static List<Path> bad() {
        return SloTestFixtures.files(".bad.test.yaml");
    }

    static List<Path> fail() {
        return SloTestFixtures.files(".fail.test.yaml");
    }

    @ParameterizedTest
    @MethodSource("bad")
    void shouldReportEveryErrorWithPlaceAndRemedy(Path file) throws IOException {
        SloTestReader.Result result = SloTestFixtures.read(file);

        assertThat(result.file()).isEmpty();
        assertGolden(file, ".txt", String.join("\n", result.errors()) + "\n");
    }

    @ParameterizedTest
    @MethodSource("fail")
    void shouldSayWhatWasExpectedAndHowFarOffItIs(Path file) throws IOException {
        List<TestResult> results = run(file);

        assertGolden(file, ".txt", results.stream().map(TestText::render).collect(Collectors.joining()));
        assertGolden(file, ".json", TestJson.render(results));
    }

    @ParameterizedTest
    @MethodSource("good")
    void shouldPassWhereEveryExpectationHolds(Path file) {
        List<TestResult> results = run(file);

        assertThat(results.stream().map(TestText::render).collect(Collectors.joining()))
                .isEqualTo(results.stream()
                        .map(result -> "ok   " + result.test().name() + "\n")
                        .collect(Collectors.joining()));
    }

    private static List<TestResult> run(Path path) {
        SloTestReader.Result result = SloTestFixtures.read(path);
        assertThat(result.errors()).isEmpty();
        SloTestFile file = result.file().orElseThrow();
        return file.tests().stream()
                .map(test -> TestResult.of(file, test, (time, events) -> {}))
                .toList();
    }

    private static void assertGolden(Path file, String ending, String actual) throws IOException {
        Path golden = Path.of(file.toString().replaceFirst("\\.test\\.yaml$", ending));
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(golden));
    }
}
