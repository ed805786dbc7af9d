// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.sinks.delivery.Notification;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OnTheWayTest {
    private static final long OFFSET = 7;

    private final Notification alert = TestAlerts.fires("math", 0, OFFSET);
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
}
