// SPDX-License-Identifier: Apache-2.0
package io.slostream.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.dashboards.alertmanager.AlertmanagerConfig;
import io.slostream.dashboards.grafana.GrafanaDashboards;
import io.slostream.dashboards.prometheus.RulesFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * All that is generated of a small set, to the byte. When a change is meant: {@code mvn test -pl dashboards -Dtest=GoldenTest
 * -Dgolden.update=true}.
 */
class GoldenTest {
    private static final Path SET = Path.of("src/test/resources/small");
    private static final Path GENERATED = Path.of("src/test/resources/small/generated");

    @Test
    void shouldBeTheSameToTheByte() throws IOException {
        DefinitionSet definitions = definitions();
        TreeMap<String, String> files =
                new TreeMap<>(GrafanaDashboards.of(definitions, "https://slostream.example.org"));
        files.put("rules.yml", RulesFile.of(definitions));
        files.put("alertmanager.yml", AlertmanagerConfig.of(definitions));

        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GENERATED);
            for (String name : files.keySet()) {
                Files.writeString(GENERATED.resolve(name), files.get(name));
            }
        }
        for (String name : files.keySet()) {
            assertThat(files.get(name)).as(name).isEqualTo(Files.readString(GENERATED.resolve(name)));
        }
        try (Stream<Path> kept = Files.list(GENERATED)) {
            assertThat(kept.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(files.keySet());
        }
    }

    private static DefinitionSet definitions() throws IOException {
        List<DefinitionText> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(SET)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                texts.add(new DefinitionText(file.getFileName().toString(), Files.readString(file)));
            }
        }
        return DefinitionLoader.load(texts);
    }
}
