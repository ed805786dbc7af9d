// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.openslo;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.alerting.yaml.FileError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code name.good.yaml} becomes the definitions and notes of {@code name.good.txt}; {@code name.bad.yaml} gives exactly
 * the messages of {@code name.bad.txt}. Run with {@code -Dgolden.update=true} to write the texts anew, and read the
 * difference.
 */
class OpenSloGoldenTest {
    static List<Path> good() {
        return OpenSloFixtures.files(".good.yaml");
    }

    static List<Path> bad() {
        return OpenSloFixtures.files(".bad.yaml");
    }

    @ParameterizedTest
    @MethodSource("good")
    void shouldConvertToDefinitionsThatLoad(Path file) throws IOException {
        OpenSloConversion conversion = OpenSloConversion.of(OpenSloFixtures.read(file));

        assertThat(conversion.errors()).isEmpty();
        assertGolden(file, conversion.yaml() + lines(conversion.notes()));
        assertThat(DefinitionLoader.load(List.of(new DefinitionText("converted.yaml", conversion.yaml())))
                        .slos())
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("bad")
    void shouldReportEverythingThatHasNoCounterpartWithPlaceAndRemedy(Path file) throws IOException {
        OpenSloConversion conversion = OpenSloConversion.of(OpenSloFixtures.read(file));

        assertThat(conversion.yaml()).isEmpty();
        assertGolden(file, lines(conversion.errors()));
    }

    private static String lines(List<FileError> messages) {
        return messages.stream().map(message -> message + "\n").collect(Collectors.joining());
    }

    private static void assertGolden(Path yaml, String actual) throws IOException {
        Path golden = yaml.resolveSibling(yaml.getFileName().toString().replace(".yaml", ".txt"));
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(golden));
    }
}
