// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.app.notify.NotifyRunner;
import io.slostream.tests.integration.NotifyBench.Case;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A notifier before a real Alertmanager with a pager behind it. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NotifyAlertmanagerIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    /** Two rounds of a notifier that repeats each second, and some group intervals of Alertmanager. */
    private static final long A_WHILE_MS = 2_200;

    private static final int STORM = 200;

    @TempDir
    private static Path folder;

    private static NotifyBench bench;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() throws Exception {
        Alertmanager.assumeInstalled();
        bench = new NotifyBench(folder);
    }

    @AfterAll
    static void stop() {
        if (bench != null) {
            bench.close();
        }
    }

    private static String to(Alertmanager alertmanager) {
        return "{ name: am, alertmanager: { urls: [\"" + alertmanager.url() + "\"], resendEvery: 1s } }";
    }

    @Test
    void shouldPageOnceResolveOnceAndNeitherAgainAfterARestart() throws Exception {
        try (Case test = bench.begin("restart")) {
            Pager pager = test.pager();
            Alertmanager alertmanager = test.open(Alertmanager.start(directory, pager.uri(), "'...'"));
            NotifyRunner first = test.notifier(to(alertmanager));
            long fired = test.log().fires("math");
            test.log().fires("code");
            Await.until("both page", SOON, () -> pager.count("firing", "math") + pager.count("firing", "code") == 2);

            first.close();
            NotifyRunner second = test.notifier(to(alertmanager));
            Thread.sleep(A_WHILE_MS);
            assertThat(pager.alerts()).as("a restart pages nobody").hasSize(2);

            test.log().resolves("math", fired);
            Await.until("the resolve", SOON, () -> pager.count("resolved", "math") == 1);
            long again = test.log().fires("math");
            Await.until("the next page", SOON, () -> pager.count("firing", "math") == 2);
            second.close();
            test.notifier(to(alertmanager));
            Thread.sleep(A_WHILE_MS);

            assertThat(pager.alerts()).as("nor ends what fires again").hasSize(4);
            assertThat(pager.count("resolved", "code")).as("what fires on").isZero();
            assertThat(pager.alerts().get(0).path("labels").path("owner").asText())
                    .isEqualTo("restart");
            test.log().resolves("math", again);
            Await.until("the last resolve", SOON, () -> pager.count("resolved", "math") == 2);
        }
    }

    @Test
    void shouldTellAnAlertmanagerThatForgotEverything() throws Exception {
        try (Case test = bench.begin("forgot")) {
            Pager pager = test.pager();
            Alertmanager alertmanager = test.open(Alertmanager.start(directory, pager.uri(), "'...'"));
            test.notifier(to(alertmanager));
            long fired = test.log().fires("math");
            Await.until("the page", SOON, () -> pager.count("firing", "math") == 1);

            alertmanager.restart();
            Thread.sleep(A_WHILE_MS);
            test.log().resolves("math", fired);

            Await.until("the resolve", SOON, () -> pager.count("resolved", "math") == 1);
            assertThat(pager.count("firing", "math"))
                    .as("Alertmanager remembers whom it notified, if it wrote that down")
                    .isBetween(1L, 2L);
        }
    }

    @Test
    void shouldLetAlertmanagerGroupAStormByOwnerAndLoseNone() throws Exception {
        try (Case test = bench.begin("even")) {
            Pager pager = test.pager();
            Alertmanager alertmanager = test.open(Alertmanager.start(directory, pager.uri(), "owner"));
            for (int i = 0; i < STORM; i++) {
                test.log().owner(i % 2 == 0 ? "even" : "odd").fires("specialist-" + i);
            }

            test.notifierOf("sinks:\n  - " + to(alertmanager) + "\nroutes:\n  - { owner: [even, odd], to: am }\n");
            Await.until(
                    "all of the storm",
                    SOON,
                    () -> pager.alerts().stream()
                                    .map(alert ->
                                            alert.path("labels").path("group").asText())
                                    .distinct()
                                    .count()
                            == STORM);

            assertThat(pager.received().size()).as("notifications").isLessThan(10);
            assertThat(pager.received())
                    .allSatisfy(body ->
                            assertThat(body.path("groupLabels").has("owner")).isTrue());
        }
    }
}
