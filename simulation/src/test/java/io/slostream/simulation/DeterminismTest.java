// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.simulation.event.EventEncoder;
import io.slostream.simulation.event.SimulatedEvent;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Same seed, same bytes: on every run and, by the golden hash, on every machine and version of Java. */
class DeterminismTest {
    /** Changes with the model; a change without one is a defect. */
    private static final String GOLDEN = "b27dde882756aa4f232491eb4a0b09168d81bfba5b409e2eb94e777da26594bb";

    private static final long LENGTH_MS = Runs.HOUR_MS / 4;
    private static final String[] INCIDENTS = {
        "correctness:code@5m+5m=0.4", "capacity:vision@5m+5m=0.15", "slowdown:math@5m+5m=0.5", "silence:agent@5m+5m"
    };

    @Test
    void shouldGiveTheSameBytesForTheSameSeed() throws NoSuchAlgorithmException {
        String first = hash(Runs.run(Ensemble.standard(), 42, LENGTH_MS, INCIDENTS));

        assertThat(hash(Runs.run(Ensemble.standard(), 42, LENGTH_MS, INCIDENTS)))
                .isEqualTo(first)
                .isEqualTo(GOLDEN);
        assertThat(hash(Runs.run(Ensemble.standard(), 43, LENGTH_MS, INCIDENTS)))
                .isNotEqualTo(first);
    }

    @Test
    void shouldGiveALongerRunTheSameBeginning() {
        List<SimulatedEvent> shorter = Runs.run(Ensemble.standard(), 5, LENGTH_MS);
        List<SimulatedEvent> longer = Runs.run(Ensemble.standard(), 5, 2 * LENGTH_MS);

        List<SimulatedEvent> sure = shorter.stream()
                .filter(event -> event.atMs() < Runs.T0 + LENGTH_MS)
                .toList();
        assertThat(sure).isNotEmpty();
        assertThat(longer.subList(0, sure.size())).isEqualTo(sure);
    }

    @Test
    void shouldRunForEverWhenAsked() {
        EventSource events = Ensemble.standard().scaled(50, 50).events(1, Runs.T0, Long.MAX_VALUE, List.of());

        long last = 0;
        for (int i = 0; i < 100_000; i++) {
            assertThat(events.hasNext()).isTrue();
            last = events.next().atMs();
        }
        assertThat(last).isGreaterThan(Runs.T0 + 60_000);
    }

    private static String hash(List<SimulatedEvent> events) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (SimulatedEvent event : events) {
            digest.update(EventEncoder.ndjson(event));
            digest.update((byte) '\n');
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
