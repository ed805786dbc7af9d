// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slostream.app.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code name.good.yaml} gives the effective configuration of {@code name.good.txt}, {@code name.bad.yaml} exactly the
 * messages of {@code name.bad.txt}. Run with {@code -Dgolden.update=true} to write the texts anew, and read the
 * difference.
 */
class EngineConfigGoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/engine");
    private static final String SECRET = "hunter2";

    static List<Path> good() {
        return files(".good.yaml");
    }

    static List<Path> bad() {
        return files(".bad.yaml");
    }

    @ParameterizedTest
    @MethodSource("good")
    void shouldReadGoodConfigurationAndShowItWithoutSecrets(Path file) throws IOException {
        String text = EffectiveConfig.text(EngineConfigReader.read(file));

        assertThat(text).doesNotContain(SECRET);
        assertGolden(file, text + "\n");
    }

    @ParameterizedTest
    @MethodSource("bad")
    void shouldReportEveryErrorWithPlaceAndRemedy(Path file) throws IOException {
        UsageException refusal = catchThrowableOfType(UsageException.class, () -> EngineConfigReader.read(file));

        assertThat(refusal.getMessage()).doesNotContain("geheim");
        assertGolden(file, refusal.getMessage() + "\n");
    }

    @Test
    void shouldShowInTheExampleHowToBeginAnew() {
        EngineConfig example = EngineConfigReader.read(Path.of("../examples/engine.yaml"));

        assertThat(example.applicationId()).isNotEqualTo(example.name());
    }

    @Test
    void shouldResolveReferencesOnlyWhenAClientIsMade() {
        EngineConfig config = EngineConfigReader.read(FOLDER.resolve("everything.good.yaml"));

        assertThat(config.kafka().get("ssl.truststore.password")).startsWith("${file:");
        assertThat(Secrets.resolve(config.kafka()))
                .containsEntry("ssl.truststore.password", SECRET)
                .containsEntry(
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"engine\""
                                + " password=\"" + SECRET + "\";");
    }

    private static List<Path> files(String ending) {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertGolden(Path file, String actual) throws IOException {
        Path golden = Path.of(file.toString().replaceFirst("\\.yaml$", ".txt"));
        // Paths in messages are absolute where the configuration names them.
        String text = actual.replace(FOLDER.toAbsolutePath().toString(), "/FOLDER");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, text);
        }
        assertThat(text).isEqualTo(Files.readString(golden));
    }
}
