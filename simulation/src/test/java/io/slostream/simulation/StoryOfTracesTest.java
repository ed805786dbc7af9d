// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slostream.simulation.incident.Incident;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoryOfTracesTest {
    private static final Instant START = Instant.parse("2023-11-16T18:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void shouldTakeReplicasFromTheBusiestHalfWay() throws IOException {
        Path busy = trace("busy", "18:01:00.000", "18:01:01.000", "18:01:02.000");
        Path quiet = trace("quiet", "18:00:00.000", "18:09:59.999");

        Story story = Story.ofTraces(Ensemble.ofTraces(Map.of("a-quiet", quiet, "busy", busy)), Optional.empty());

        // Ten minutes, from the start of the first trace to the end of the last.
        assertThat(story.start()).isEqualTo(START);
        assertThat(story.history()).isEqualTo(Duration.ofMinutes(5));
        assertThat(story.length()).isEqualTo(Duration.ofMinutes(10 + 15));
        assertThat(story.predicted()).isFalse();
        assertThat(story.expected()).isEmpty();
        assertThat(story.acts()).singleElement().satisfies(act -> {
            assertThat(act.title()).startsWith("busy: ");
            assertThat(act.incident())
                    .isEqualTo(new Incident.CapacityLoss(new Incident.Span("busy", 300_000, 570_000), 0.2));
            assertThat(story.beginOf(act)).isEqualTo(story.historyEnd());
        });
    }

    @Test
    void shouldTakeTheFirstByNameOfTwoThatAreAsBusy() throws IOException {
        Path one = trace("one", "18:00:00.000", "18:05:00.000");
        Path two = trace("two", "18:00:00.000", "18:05:00.000");

        Story story = Story.ofTraces(Ensemble.ofTraces(Map.of("b", one, "a", two)), Optional.empty());

        assertThat(story.incidents())
                .singleElement()
                .satisfies(incident -> assertThat(incident.span().specialist()).isEqualTo("a"));
    }

    @Test
    void shouldStartWhenItIsTold() throws IOException {
        Ensemble ensemble = Ensemble.ofTraces(Map.of("a", trace("a", "18:00:00.000", "18:05:00.000")));

        Story story = Story.ofTraces(ensemble, Optional.of(Story.DEFAULT_START));

        assertThat(story.start()).isEqualTo(Story.DEFAULT_START);
        assertThat(story.events(1).next().atMs()).isGreaterThanOrEqualTo(Story.DEFAULT_START.toEpochMilli());
    }

    @Test
    void shouldRefuseTracesOfLessThanAMinute() throws IOException {
        Ensemble minute = Ensemble.ofTraces(Map.of("a", trace("minute", "18:00:00.000", "18:00:59.999")));
        Ensemble less = Ensemble.ofTraces(Map.of("a", trace("less", "18:00:00.000", "18:00:59.998")));

        assertThat(Story.ofTraces(minute, Optional.empty()).history()).isEqualTo(Duration.ofSeconds(30));
        assertThatThrownBy(() -> Story.ofTraces(less, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("traces must last a minute at least");
    }

    @Test
    void shouldRefuseAnEnsembleWithoutTraces() {
        assertThatThrownBy(() -> Story.ofTraces(Ensemble.standard(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** A trace with requests at these times of a day. */
    private Path trace(String name, String... times) throws IOException {
        StringBuilder text = new StringBuilder("TIMESTAMP,ContextTokens,GeneratedTokens\n");
        for (String time : times) {
            text.append("2023-11-16 ").append(time).append("0000,400,50\n");
        }
        return Files.writeString(folder.resolve(name + ".csv"), text);
    }
}
