// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.TimeGrid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CanonicalReaderTest {
    private static final Path FIXTURES = Path.of("../alerting/src/test/resources/definitions");

    static Stream<List<Path>> sets() throws IOException {
        try (Stream<Path> shipped = Files.list(Path.of("../slos"))) {
            return Stream.of(
                    shipped.filter(file -> file.toString().endsWith(".yaml"))
                            .sorted()
                            .toList(),
                    List.of(FIXTURES.resolve("everything.good.yaml")),
                    List.of(FIXTURES.resolve("indicators.good.yaml")));
        }
    }

    @ParameterizedTest
    @MethodSource("sets")
    void shouldReadBackWhatWasWritten(List<Path> files) throws IOException {
        EngineDefinition definition = definition(files);

        EngineDefinition read = CanonicalReader.read(CanonicalText.of(definition));

        assertThat(read).isEqualTo(definition);
        assertThat(read.hash()).isEqualTo(definition.hash());
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() throws IOException {
        String text = CanonicalText.of(definition(List.of(Path.of("../slos/ttft.yaml"))));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> CanonicalReader.read(text.replace("\"is\":\"share\"", "\"is\":\"average\"")))
                .withMessageContaining("is of an unknown form 'average'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CanonicalReader.read(text.replace("\"paneMs\":", "\"slices\":7,\"paneMs\":")))
                .withMessageEndingWith(" has parts that this version of slostream does not know");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CanonicalReader.read(text.replace("\"owner\":\"serving-oncall\",", "")))
                .withMessageEndingWith(".owner is missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CanonicalReader.read("{"))
                .withMessageStartingWith("no JSON");
    }

    private static EngineDefinition definition(List<Path> files) throws IOException {
        List<DefinitionText> texts = new ArrayList<>();
        for (Path file : files) {
            texts.add(new DefinitionText(file.toString(), Files.readString(file)));
        }
        return new EngineDefinition(
                DefinitionLoader.load(texts),
                Optional.of(Set.of("math", "code")),
                Optional.of(Set.of("h100")),
                TimeGrid.FAST.withEvaluationInterval(5_000));
    }
}
