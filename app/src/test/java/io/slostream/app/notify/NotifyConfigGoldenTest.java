// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slostream.app.UsageException;
import io.slostream.app.notify.NotifyConfig.SinkConfig;
import io.slostream.app.run.EngineConfig.Http;
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
 * {@code name.bad.yaml} gives exactly the messages of {@code name.bad.txt}. Run with {@code -Dgolden.update=true} to
 * write the texts anew, and read the difference.
 */
class NotifyConfigGoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/notify");

    static List<Path> bad() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".bad.yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("bad")
    void shouldReportEveryErrorWithPlaceAndRemedy(Path file) throws IOException {
        UsageException refusal = catchThrowableOfType(UsageException.class, () -> NotifyConfigReader.read(file));

        assertThat(refusal.getMessage()).doesNotContain("hunter2");
        Path golden = Path.of(file.toString().replaceFirst("\\.yaml$", ".txt"));
        String text = refusal.getMessage().replace(FOLDER.toAbsolutePath().toString(), "/FOLDER") + "\n";
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, text);
        }
        assertThat(text).isEqualTo(Files.readString(golden));
    }

    @Test
    void shouldReadEverythingAndKeepSecretsAsReferences() {
        NotifyConfig config = NotifyConfigReader.read(FOLDER.resolve("everything.good.yaml"));

        assertThat(config.toString()).doesNotContain("hunter2");
        assertThat(config.sinks()).extracting(SinkConfig::name).containsExactly("am", "oncall", "hook", "channel");
        assertThat(config.sinks()).extracting(SinkConfig::perMinute).containsExactly(600, 60, 600, 30);
        assertThat(config.sinks()).extracting(SinkConfig::watchdog).containsExactly(true, false, false, true);
        assertThat(config.sinks())
                .extracting(sink -> sink.routing().routes().size())
                .containsExactly(1, 2, 1, 1);
        assertThat(config.watchdog().orElseThrow().everyMs()).isEqualTo(30_000);
        assertThat(config.http()).isEqualTo(new Http("0.0.0.0", 9102));
        assertThat(config.sinks().get(0).receiver())
                .isInstanceOfSatisfying(ReceiverConfig.Alertmanager.class, alertmanager -> {
                    assertThat(alertmanager.urls()).hasSize(2);
                    assertThat(alertmanager.endsAfterMs()).isEqualTo(240_000);
                    assertThat(alertmanager.baseUrl()).isEqualTo("https://slo.example.org");
                });
    }

    @Test
    void shouldReadTheExample() {
        NotifyConfig example = NotifyConfigReader.read(Path.of("../examples/notify.yaml"));

        assertThat(example.sinks()).extracting(SinkConfig::name).containsExactly("alertmanager", "hook");
        assertThat(example.http()).isEqualTo(new Http("127.0.0.1", 8082));
        assertThat(example.watchdog().orElseThrow().engine()).isEqualTo("example-1");
    }
}
