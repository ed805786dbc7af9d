// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.slostream.alerting.yaml.FileError;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DefinitionLoaderTest {
    private static final String CANARY = "{ of: canary, good: { passed: true } }";

    @Test
    void shouldLoadTheSloFilesOfThisProject() {
        List<Path> files = DefinitionFixtures.files(DefinitionFixtures.SLOS, ".yaml");

        DefinitionSet set = DefinitionLoader.load(
                files.stream().map(DefinitionFixtures::read).toList());

        assertThat(set.slos())
                .as("a file holds the SLO it is named after")
                .extracting(slo -> slo.name() + ".yaml")
                .containsExactlyInAnyOrderElementsOf(files.stream()
                        .map(file -> file.getFileName().toString())
                        .toList());
        assertThat(set.indicators())
                .as("correctness and correctness-24h share one")
                .doesNotHaveDuplicates()
                .hasSizeLessThan(files.size());
        assertThat(set.slos()).extracting(SloDefinition::dashboard).contains(Dashboard.values());
    }

    @Test
    void shouldHoldOutcomeBarRedAsTheMissionStatesIt() {
        DefinitionText file = DefinitionFixtures.read(DefinitionFixtures.SLOS.resolve("correctness.yaml"));

        AlertDefinition alert =
                DefinitionLoader.load(List.of(file)).slos().get(0).alerts().get(0);

        assertThat(alert)
                .hasToString("AlertDefinition[name=OutcomeBarRed, tiers=[Tier[severity=PAGE, rate=Optional.empty, "
                        + "bounds=[Bound[window=Rolling[lengthMs=3600000], limit=3/20]]]], holdMs=1800000, keepFiringForMs=0, "
                        + "minimumEvents=50, minimumBadEvents=0, minimumCoverage=9/10, noData=Freeze[], "
                        + "compat=NONE]");
    }

    @Test
    void shouldListTheErrorsOfAllFilesAndBetweenThem() {
        String second = document("one", "0.9").replace("owner: me", "owner: you");

        InvalidSloDefinitionException refused = catchThrowableOfType(
                InvalidSloDefinitionException.class,
                () -> DefinitionLoader.load(List.of(
                        new DefinitionText("a.yaml", document("one", "2")),
                        new DefinitionText("b.yaml", "kind: ["),
                        new DefinitionText("c.yaml", second))));

        assertThat(refused.errors())
                .extracting(FileError::file, FileError::path)
                .containsExactly(
                        tuple("a.yaml", "spec.objective"),
                        tuple("b.yaml", ""),
                        tuple("c.yaml", "metadata.name"),
                        tuple("c.yaml", "metadata.owner"));
        assertThat(refused.getMessage().lines()).hasSize(4);
    }

    @Test
    void shouldGiveTheSameSetInAnyFileOrder() {
        DefinitionText one = new DefinitionText("a.yaml", document("one", "0.9"));
        DefinitionText two = new DefinitionText("b.yaml", document("two", "0.95"));

        assertThat(DefinitionLoader.load(List.of(one, two)).hash())
                .isEqualTo(DefinitionLoader.load(List.of(two, one)).hash());
    }

    @Test
    void shouldRefuseNoFiles() {
        assertThatThrownBy(() -> DefinitionLoader.load(List.of())).isInstanceOf(InvalidSloDefinitionException.class);
    }

    private static String document(String name, String objective) {
        return DefinitionFixtures.document(name, CANARY, objective, "30d", "[]");
    }
}
