// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology;

import static io.slostream.topology.TopologyFixtures.DAY;
import static io.slostream.topology.TopologyFixtures.HOUR;
import static io.slostream.topology.TopologyFixtures.discovering;
import static io.slostream.topology.TopologyFixtures.passed;
import static io.slostream.topology.TopologyFixtures.slo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DefinitionVersionsTest {
    private static final EngineDefinition OLD = discovering(TimeGrid.DEFAULT, slo("a", passed(), DAY));
    private static final EngineDefinition NEW = discovering(TimeGrid.DEFAULT, slo("a", passed(), HOUR));

    @Test
    void shouldGrowInOrder() {
        DefinitionVersions versions = versions(Duration.ZERO);

        versions.add(7, NEW);

        assertThat(versions.newest().definition()).isEqualTo(NEW);
        assertThat(versions.before(7).map(VersionedDefinition::version)).contains(2L);
        assertThat(versions.before(2)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> versions.add(7, OLD));
    }

    @Test
    void shouldKnowWhatIsNotOurs() {
        DefinitionVersions versions = versions(Duration.ZERO);
        versions.add(7, NEW);

        assertThat(versions.resolve(5)).isEmpty();
        assertThat(versions.resolve(7).map(VersionedDefinition::definition)).contains(NEW);
    }

    @Test
    void shouldWaitForAVersionThatIsNotYetKnown() throws Exception {
        DefinitionVersions versions = versions(Duration.ofSeconds(30));

        CompletableFuture<Optional<VersionedDefinition>> waiting =
                CompletableFuture.supplyAsync(() -> versions.resolve(7));
        assertThat(waiting).isNotDone();
        versions.knowTo(6);
        versions.add(7, NEW);

        assertThat(waiting.get(10, TimeUnit.SECONDS).map(VersionedDefinition::version))
                .contains(7L);
    }

    @Test
    void shouldNotGuessWhenItsPatienceEnds() {
        DefinitionVersions versions = versions(Duration.ofMillis(20));

        assertThatIllegalStateException()
                .isThrownBy(() -> versions.resolve(7))
                .withMessageContaining("has read the definitions only to 2");
    }

    private static DefinitionVersions versions(Duration patience) {
        return new DefinitionVersions(VersionedDefinition.first(2, OLD), patience);
    }
}
