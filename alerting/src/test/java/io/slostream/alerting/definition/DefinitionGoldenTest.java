// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.yaml.FileError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code name.good.yaml} parses to {@code name.good.txt}; {@code name.bad.yaml} gives exactly the messages of
 * {@code name.bad.txt}. Run with {@code -Dgolden.update=true} to write the texts anew, and read the difference.
 */
class DefinitionGoldenTest {
    static List<Path> good() {
        return DefinitionFixtures.files(DefinitionFixtures.FOLDER, ".good.yaml");
    }

    static List<Path> bad() {
        return DefinitionFixtures.files(DefinitionFixtures.FOLDER, ".bad.yaml");
    }

    @ParameterizedTest
    @MethodSource("good")
    void shouldReadGoodDefinitions(Path file) throws IOException {
        DefinitionText source = DefinitionFixtures.read(file);

        DefinitionParser.Result result = DefinitionParser.parse(source.fileName(), source.text());

        assertThat(result.errors()).isEmpty();
        assertGolden(
                file,
                result.definitions().stream()
                        .map(slo -> slo.toString()
                                .replaceAll(", (alerts|indicator|tiers|where|good)=", ",\n  $1=")
                                .replace("AlertDefinition[", "\n    AlertDefinition["))
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void shouldReportEveryErrorWithPlaceAndRemedy(Path file) throws IOException {
        DefinitionText source = DefinitionFixtures.read(file);

        List<FileError> errors =
                DefinitionParser.parse(source.fileName(), source.text()).errors();

        assertGolden(file, errors.stream().map(e -> e + "\n").collect(Collectors.joining()));
    }

    @Test
    void shouldCoverAtLeastFortyBadCases() {
        long cases = bad().stream()
                .map(DefinitionFixtures::read)
                .mapToLong(source -> DefinitionParser.parse(source.fileName(), source.text())
                        .errors()
                        .size())
                .sum();

        assertThat(cases).isGreaterThanOrEqualTo(40);
    }

    private static void assertGolden(Path yaml, String actual) throws IOException {
        Path golden = yaml.resolveSibling(yaml.getFileName().toString().replace(".yaml", ".txt"));
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(golden));
    }
}
