// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.slostream.app.notify.NotifyRunner;
import io.slostream.tests.integration.NotifyBench.Case;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** More alerts than wait in memory, for a receiver that works and for one that is dead at first. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NotifyStormIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration LATER = Duration.ofSeconds(100);
    /** 10,000 wait at most. */
    private static final int STORM = 11_000;

    private static final Logger LINES = (Logger) LoggerFactory.getLogger("io.slostream.app.notify.SinkLog");

    @TempDir
    private static Path directory;

    private static NotifyBench bench;

    @BeforeAll
    static void storm() throws Exception {
        // A line for each notification is right for a notifier and too much for a build.
        LINES.setLevel(Level.WARN);
        bench = new NotifyBench(directory);
    }

    @AfterAll
    static void stop() {
        LINES.setLevel(null);
        bench.close();
    }

    @Test
    void shouldTellAllOfItPagesFirstAndTheDeadReceiverTooOnceItLives() throws Exception {
        try (Case test = bench.begin("storm")) {
            Pager works = test.pager();
            Pager dead = test.pager();
            dead.answer(503);

            // The storm comes while the notifier is away: a new one would take what fires for its start.
            try (NotifyRunner before = test.notifier(sink("works", works), sink("dead", dead))) {
                Await.until("it knows its partitions", SOON, () -> isReady(before));
            }
            test.log().storm("g", STORM);

            long began = System.nanoTime();
            NotifyRunner notifier = test.notifier(sink("works", works), sink("dead", dead));
            Await.until("the storm is told", SOON, () -> works.events().size() >= STORM);
            long told = System.nanoTime();
            dead.clear();
            dead.answer(200);
            Await.until("and where it was dead", LATER, () -> dead.events().size() >= STORM);
            System.out.printf(
                    "notifier: %d alerts told after %.1f s; %.1f s more where the receiver was dead before%n",
                    STORM, (told - began) / 1e9, (System.nanoTime() - told) / 1e9);

            notifier.close();
            assertAllOnceAndPagesFirst(works.events());
            assertThat(new HashSet<>(dead.events())).as("none lost").hasSize(STORM);
            assertThat(dead.events()).as("none told twice").hasSize(STORM);
        }
    }

    private static boolean isReady(NotifyRunner notifier) throws Exception {
        return Prometheus.get("http://127.0.0.1:" + notifier.httpPort() + "/health/ready")
                .startsWith("{\"status\":\"ready\"");
    }

    private static String sink(String name, Pager pager) {
        return "{ name: " + name + ", rate: 60000, webhook: { url: \"" + pager.uri() + "\", batch: 500 } }";
    }

    private static void assertAllOnceAndPagesFirst(List<String> events) {
        assertThat(events).hasSize(STORM).doesNotHaveDuplicates();
        int firstTicket = 0;
        while (isPage(events.get(firstTicket))) {
            firstTicket++;
        }
        // All but those that did not fit into memory with the others.
        assertThat(firstTicket).as("pages before the first ticket").isBetween(STORM / 10 - 150, STORM / 10);
        Set<String> pages =
                new HashSet<>(events.stream().filter(NotifyStormIT::isPage).toList());
        assertThat(pages).hasSize(STORM / 10);
    }

    private static boolean isPage(String event) {
        return event.endsWith("9");
    }
}
