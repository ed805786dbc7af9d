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
import java.util.concurrent.CountDownLatch;
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

    @Test
    void shouldSayThatThereIsNoVersionOnceTheLogWasReadToItsEnd() throws Exception {
        DefinitionVersions versions = versions(Duration.ofSeconds(30));
        CountDownLatch asked = new CountDownLatch(1);
        versions.readBy(asked::countDown);

        CompletableFuture<Optional<VersionedDefinition>> waiting =
                CompletableFuture.supplyAsync(() -> versions.resolve(new VersionAdoption(999_999_999, "")));
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        versions.knowTo(6);
        assertThat(waiting).isNotDone();
        versions.answer(versions.openQuestion().orElseThrow());

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(versions.openQuestion()).isEmpty();
    }

    @Test
    void shouldNotTakeTheAnswerToAnEarlierQuestion() {
        DefinitionVersions versions = versions(Duration.ofMillis(20));
        // The log may have grown since then.
        assertThatIllegalStateException().isThrownBy(() -> versions.resolve(7));
        versions.answer(versions.openQuestion().orElseThrow());

        assertThatIllegalStateException().isThrownBy(() -> versions.resolve(7));
    }

    @Test
    void shouldAdoptAVersionByItsTokenAlone() {
        DefinitionVersions versions = versions(Duration.ZERO);
        versions.add(7, NEW, "token");
        versions.add(9, OLD);

        assertThat(versions.resolve(new VersionAdoption(7, "token"))).isPresent();
        assertThat(versions.resolve(new VersionAdoption(7, "other"))).isEmpty();
        assertThat(versions.resolve(new VersionAdoption(7, VersionAdoption.NO_TOKEN)))
                .isEmpty();
        // An entry from before there were tokens.
        assertThat(versions.resolve(new VersionAdoption(9, VersionAdoption.NO_TOKEN)))
                .isPresent();
        assertThat(versions.resolve(new VersionAdoption(9, "token"))).isEmpty();
        assertThat(versions.newestAdoption()).isEqualTo(new VersionAdoption(9, VersionAdoption.NO_TOKEN));
    }

    private static DefinitionVersions versions(Duration patience) {
        return new DefinitionVersions(VersionedDefinition.first(2, OLD), patience);
    }
}
