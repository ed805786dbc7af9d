// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.topology.accumulate.Accounting;
import io.slostream.topology.accumulate.Outcome;
import io.slostream.topology.streams.EngineStatus.Missed;
import io.slostream.topology.streams.EngineStatus.RecordClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MissedEventsTest {
    private static final String TOPIC = "telemetry.canaries.v1";

    private final Map<RecordClass, Missed> missed = new HashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private long nanos = Long.MAX_VALUE - 5;
    private final MissedEvents watch =
            new MissedEvents(this::take, () -> new Accounting(9, 4, 3, 1, 1), () -> nanos, warnings::add);

    @Test
    void shouldSayWhatWasMissedWithItsFirstExampleAndTheAccounting() {
        missed.put(new RecordClass(TOPIC, Outcome.LATE), new Missed(3, "partition 0 offset 7: event_time lies back"));
        missed.put(new RecordClass(TOPIC, Outcome.DEAD_LETTERED), new Missed(1, "partition 1 offset 2: bad-magic"));
        missed.put(new RecordClass(TOPIC, Outcome.EXCLUDED), new Missed(1, "partition 1 offset 3: no passed"));

        watch.look();

        assertThat(warnings)
                .containsExactly(
                        "1 dead-lettered on telemetry.canaries.v1, the first at partition 1 offset 2: bad-magic",
                        "1 excluded as unmeasured on telemetry.canaries.v1, the first at partition 1 offset 3: no passed",
                        "3 late on telemetry.canaries.v1, the first at partition 0 offset 7: event_time lies back",
                        "so far in 9 = counted 4 + late 3 + dead-lettered 1 + excluded 1");
    }

    @Test
    void shouldSayNothingWhenNothingWasMissed() {
        watch.look();

        assertThat(warnings).isEmpty();
    }

    @Test
    void shouldWarnOnceAMinuteAtMostAndForgetNothingMeanwhile() {
        missed.put(new RecordClass(TOPIC, Outcome.LATE), new Missed(1, "one"));
        watch.look();
        warnings.clear();
        missed.put(new RecordClass(TOPIC, Outcome.LATE), new Missed(2, "two"));

        nanos += TimeUnit.SECONDS.toNanos(59);
        watch.look();
        assertThat(warnings).isEmpty();

        nanos += TimeUnit.SECONDS.toNanos(1);
        watch.look();
        assertThat(warnings).hasSize(2).first().asString().startsWith("2 late");
    }

    private Map<RecordClass, Missed> take() {
        Map<RecordClass, Missed> taken = Map.copyOf(missed);
        missed.clear();
        return taken;
    }
}
