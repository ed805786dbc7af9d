// SPDX-License-Identifier: Apache-2.0
package io.slostream.dashboards.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.dashboards.page.AlertSpans.Span;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AlertSpansTest {
    private static final Optional<String> NONE = Optional.empty();
    private static final Optional<String> PAGE = Optional.of("page");
    private static final Optional<String> TICKET = Optional.of("ticket");

    private final AlertSpans spans = new AlertSpans();

    @Test
    void shouldFollowAnEpisode() {
        spans.transition("A", 10, "pending", PAGE, "inactive");
        spans.transition("A", 20, "firing", PAGE, "pending");
        spans.transition("A", 30, "resolved", PAGE, "firing");

        assertThat(spans.between(0, 100))
                .containsExactly(
                        new Span("A", "pending", NONE, 10, OptionalLong.of(20)),
                        new Span("A", "firing", PAGE, 20, OptionalLong.of(30)));
    }

    @Test
    void shouldReachIntoAndOutOfTheStretch() {
        spans.transition("A", 5, "firing", TICKET, "inactive");
        spans.transition("A", 20, "firing", PAGE, "firing");

        assertThat(spans.between(10, 100))
                .containsExactly(
                        new Span("A", "firing", TICKET, 10, OptionalLong.of(20)),
                        new Span("A", "firing", PAGE, 20, OptionalLong.empty()));
        assertThat(spans.between(10, 15)).containsExactly(new Span("A", "firing", TICKET, 10, OptionalLong.empty()));
    }

    @Test
    void shouldKnowFromTheHourlyWordWhereItStood() {
        spans.stands("A", 10, "firing", PAGE);
        spans.stands("A", 20, "firing", PAGE);
        spans.transition("A", 25, "resolved", PAGE, "firing");
        spans.stands("A", 30, "inactive", NONE);

        assertThat(spans.between(12, 100)).containsExactly(new Span("A", "firing", PAGE, 12, OptionalLong.of(25)));
    }

    @Test
    void shouldKnowFromTheFirstTransitionWhatWasBefore() {
        spans.transition("A", 25, "cancelled", NONE, "pending");
        spans.transition("B", 25, "no_data", NONE, "inactive");

        assertThat(spans.between(10, 100))
                .containsExactly(
                        new Span("A", "pending", NONE, 10, OptionalLong.of(25)),
                        new Span("B", "no_data", NONE, 25, OptionalLong.empty()));
    }

    @Test
    void shouldStayWhereItIsWhenItIsSuppressed() {
        spans.transition("A", 25, "suppressed", PAGE, "inactive");
        spans.transition("B", 20, "pending", PAGE, "inactive");
        spans.transition("B", 30, "suppressed", PAGE, "pending");

        assertThat(spans.between(0, 100)).containsExactly(new Span("B", "pending", NONE, 20, OptionalLong.empty()));
    }

    @Test
    void shouldSayNothingOfWhatIsOver() {
        spans.transition("A", 5, "firing", PAGE, "inactive");
        spans.transition("A", 8, "resolved", PAGE, "firing");

        assertThat(spans.between(10, 100)).isEmpty();
        assertThat(new AlertSpans().between(0, 100)).isEmpty();
    }
}
