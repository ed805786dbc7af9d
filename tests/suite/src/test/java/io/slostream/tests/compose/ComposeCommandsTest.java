// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slostream.app.Main;
import io.slostream.app.UsageException;
import io.slostream.app.notify.NotifyConfig;
import io.slostream.app.notify.NotifyConfigReader;
import io.slostream.app.run.EngineConfig;
import io.slostream.app.run.EngineConfigReader;
import io.slostream.simulation.Ensemble;
import io.slostream.simulation.incident.Incident;
import io.slostream.simulation.incident.IncidentText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What docker-compose.yml has our image do, asked of the real command line and of the real readers. */
class ComposeCommandsTest {
    @TempDir
    private Path directory;

    @Test
    void shouldBeCommandLinesThatAreUnderstood() {
        Stack stack = Stack.shipped();

        assertThat(ours(stack)).hasSize(5).allSatisfy(service -> parse(service));
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "command: [\"run\"; command: [\"start\"; engine",
                "\"notify\", \"-c\"; \"notify\", \"--file\"; notifier",
                "--registry=http; --schemas=http; producer",
                "\"--output\"; \"--out-file\"; generate-rules",
            },
            delimiter = ';')
    void shouldRefuseACommandLineThatIsNotUnderstood(String text, String replacement, String service) {
        Stack stack = Stack.shipped().with(Stack.COMPOSE, text, replacement);

        assertThatThrownBy(() -> parse(stack.services().get(service)))
                .isInstanceOf(CommandLine.ParameterException.class);
    }

    @Test
    void shouldReadTheEnginesConfiguration() throws Exception {
        EngineConfig config = engine(Stack.shipped());

        assertThat(config.specialists())
                .containsExactlyInAnyOrderElementsOf(Ensemble.standard().names());
        assertThat(config.resourceClasses())
                .containsExactlyInAnyOrderElementsOf(Ensemble.standard().resourceClasses());
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "compose/engine.yaml; stateDir; statesDir; did you mean",
                "compose/engine.yaml; quick-canary.yaml]; slow-canary.yaml]; slow-canary.yaml",
                "docker-compose.yml; - ./slos:/slostream/slos:ro; - ./slos:/slos:ro; slos",
            },
            delimiter = ';')
    void shouldRefuseAnEngineThatCannotStart(String file, String text, String replacement, String word) {
        Stack stack = Stack.shipped().with(file, text, replacement);

        assertThatThrownBy(() -> engine(stack))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(word);
    }

    @Test
    void shouldReadTheNotifiersConfiguration() throws Exception {
        assertThat(notifier(Stack.shipped()).sinks()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            value = {"watchdog:; watchdogs:; did you mean", "webhook: {; webhok: {; did you mean"},
            delimiter = ';')
    void shouldRefuseANotifierThatCannotStart(String text, String replacement, String word) {
        Stack stack = Stack.shipped().with(Stack.NOTIFY, text, replacement);

        assertThatThrownBy(() -> notifier(stack))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(word);
    }

    @Test
    void shouldTellAnIncidentOfASpecialistThatTheProducerHas() {
        String word = words(Stack.shipped().services().get("producer")).stream()
                .filter(option -> option.startsWith("--incident="))
                .findFirst()
                .orElseThrow();

        Incident incident = IncidentText.parse(word.substring("--incident=".length()));

        assertThat(Ensemble.standard().names()).contains(incident.span().specialist());
    }

    private EngineConfig engine(Stack stack) throws IOException {
        return EngineConfigReader.read(configuration(stack, "engine"));
    }

    private NotifyConfig notifier(Stack stack) throws IOException {
        return NotifyConfigReader.read(configuration(stack, "notifier"));
    }

    /** The file that stands after -c, where the service sees it. */
    private Path configuration(Stack stack, String service) throws IOException {
        List<String> command = stack.services().get(service).words("command");
        return ContainerFiles.lay(stack, service, directory).path(command.get(command.indexOf("-c") + 1));
    }

    private static List<Service> ours(Stack stack) {
        return stack.services().values().stream().filter(Service::isOurs).toList();
    }

    private static void parse(Service service) {
        new CommandLine(Main.class)
                .setUnmatchedOptionsAllowedAsOptionParameters(false)
                .parseArgs(words(service).toArray(String[]::new));
    }

    /** Its command with the defaults of variables. */
    private static List<String> words(Service service) {
        return service.words("command").stream()
                .map(word -> word.replaceAll("\\$\\{[A-Z_]+:-([^}]*)}", "$1"))
                .toList();
    }
}
