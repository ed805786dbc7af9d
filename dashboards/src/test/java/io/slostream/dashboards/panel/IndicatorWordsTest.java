// SPDX-License-Identifier: Apache-2.0
package io.slostream.dashboards.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the shipped SLOs count, in words, beside a golden file; {@code -Dgolden.update=true} writes it anew. */
class IndicatorWordsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/indicator-words.golden.txt");

    @Test
    void shouldSayInWordsWhatTheShippedSlosCount() throws IOException {
        List<DefinitionText> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("../slos"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                texts.add(new DefinitionText(file.getFileName().toString(), Files.readString(file)));
            }
        }

        String words = DefinitionLoader.load(texts).slos().stream()
                .map(slo -> slo.name() + ": " + IndicatorWords.of(slo.indicator()))
                .collect(Collectors.joining("\n", "", "\n"));

        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, words);
        }
        assertThat(words).isEqualTo(Files.readString(GOLDEN));
    }
}
