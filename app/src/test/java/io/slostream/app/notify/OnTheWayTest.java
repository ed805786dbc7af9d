// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.sinks.delivery.Notification;
import io.slostream.sinks.delivery.Notification.Position;
import io.slostream.sinks.delivery.Severity;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OnTheWayTest {
    private static final long OFFSET = 7;

    private final Notification alert = alert();
    private final String incident = CommitNote.shortened(alert);
    private final OnTheWay onTheWay = new OnTheWay(Set.of(), OFFSET);

    @Test
    void shouldForgetWhatSurelyDidNotArrive() {
        onTheWay.sending(alert);
        onTheWay.notTaken(alert);

        assertThat(onTheWay.incidents()).isEmpty();
    }

    @Test
    void shouldKeepWhatPerhapsArrivedThoughALaterAttemptSurelyDidNot() {
        onTheWay.sending(alert);
        onTheWay.perhapsTaken(alert);
        onTheWay.sending(alert);
        onTheWay.notTaken(alert);

        assertThat(onTheWay.incidents()).containsExactly(incident);
    }

    @Test
    void shouldKeepWhatAnEarlierLifeHasLeftThoughThisOneSurelyFailed() {
        OnTheWay later = new OnTheWay(Set.of(incident), OFFSET + 1);
        later.sending(alert);
        later.notTaken(alert);

        assertThat(later.incidents()).containsExactly(incident);
    }

    @Test
    void shouldForgetWhatIsAnsweredFor() {
        onTheWay.sending(alert);
        onTheWay.perhapsTaken(alert);

        onTheWay.passed(OFFSET);
        assertThat(onTheWay.incidents()).containsExactly(incident);
        onTheWay.passed(OFFSET + 1);
        assertThat(onTheWay.incidents()).isEmpty();
    }

    private static Notification alert() {
        return new Notification(
                new Position(0, OFFSET),
                "correctness",
                "Burning",
                "math",
                true,
                Severity.PAGE,
                1_000,
                1_000,
                OptionalLong.empty(),
                1_000,
                OptionalLong.empty(),
                "condition",
                "oncall",
                "serving",
                "slo",
                "burns",
                Optional.empty(),
                List.of(),
                OptionalDouble.empty(),
                OptionalLong.empty(),
                "/slos/correctness",
                "abc");
    }
}
