// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.tests.integration.NotifyBench.Case;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 of a notifier when the receiver has taken a notification and the notifier does not know. */
@Timeout(value = 20, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NotifyKillIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int KILLS = Integer.getInteger("slostream.notify.kills", 10);
    private static final long A_WHILE_MS = 2_500;

    @TempDir
    private Path directory;

    @Test
    void shouldLoseAndDoubleNothingBehindAlertmanager() throws Exception {
        try (NotifyBench bench = new NotifyBench(directory);
                Case test = bench.begin("killed")) {
            Pager pager = test.pager();
            Alertmanager alertmanager = test.open(Alertmanager.start(directory, pager.uri(), "'...'"));
            HoldingProxy way = test.open(HoldingProxy.before(alertmanager.url()));
            Admin admin = test.open(Admin.create(bench.broker().clientConfig()));
            Offsets offsets = new Offsets(
                    admin, "killed-am", TopicCatalog.ALERTS.name(), TopicCatalog.ALERTS.defaultPartitions());
            String spec = "sinks: [ { name: am, alertmanager: { urls: [\"" + way.url() + "\"], resendEvery: 1s } } ]";
            Map<String, Long> fired = new HashMap<>();
            long began = System.nanoTime();
            EngineProcess notifier = test.process("notify", spec);
            for (int i = 0; i < KILLS; i++) {
                String group = "specialist-" + i / 2;
                boolean fires = i % 2 == 0;
                Await.until("all is committed", SOON, () -> offsets.uncommitted() == 0);
                CompletableFuture<Integer> taken = way.hold(tells(group, fires));
                if (fires) {
                    fired.put(group, test.log().fires(group));
                } else {
                    test.log().resolves(group, fired.get(group));
                }
                assertThat(taken.get(SOON.toSeconds(), TimeUnit.SECONDS))
                        .as("Alertmanager has taken it")
                        .isEqualTo(200);
                notifier.kill();
                assertThat(offsets.uncommitted())
                        .as("not committed at kill %s", i)
                        .isEqualTo(1);
                way.release();
                notifier = test.process("notify", spec);
                Await.until("the pager hears", SOON, () -> pager.count(fires ? "firing" : "resolved", group) > 0);
            }
            Await.until("all is committed", SOON, () -> offsets.uncommitted() == 0);
            Thread.sleep(A_WHILE_MS);

            Map<String, Integer> told = told(pager);
            long doubled = told.values().stream().filter(times -> times > 1).count();
            System.out.printf(
                    "notifier: %d times kill -9 between sent and committed, %d notifications due, %d lost, %d doubled,"
                            + " in %.0f s%n",
                    KILLS, KILLS, KILLS - told.size(), doubled, (System.nanoTime() - began) / 1e9);
            assertThat(told).as("none lost").hasSize(KILLS);
            assertThat(doubled).as("doubled").isZero();
            assertThat(notifier.terminate()).as(notifier.stderr()).isZero();
        }
    }

    /** An alert of this group in a request: its start, or its end. */
    private static Predicate<JsonNode> tells(String group, boolean fires) {
        return alerts -> {
            for (JsonNode alert : alerts) {
                boolean ended = !Instant.parse(alert.path("endsAt").asText()).isAfter(Instant.now());
                if (alert.path("labels").path("group").asText().equals(group) && ended != fires) {
                    return true;
                }
            }
            return false;
        };
    }

    private static Map<String, Integer> told(Pager pager) {
        Map<String, Integer> told = new TreeMap<>();
        for (JsonNode alert : pager.alerts()) {
            told.merge(
                    alert.path("labels").path("group").asText() + " "
                            + alert.path("status").asText(),
                    1,
                    Integer::sum);
        }
        return told;
    }

    @Test
    void shouldResolveHoursLaterWhatWasSentBeforeAKillAndDropWhatNobodyHeardOf() throws Exception {
        try (NotifyBench bench = new NotifyBench(directory);
                Case test = bench.begin("late")) {
            Pager pager = test.pager();
            HoldingProxy way =
                    test.open(HoldingProxy.before(pager.uri().toString().replace("/hook", "")));
            String spec = "sinks: [ { webhook: { url: \"" + way.url() + "/hook\" } } ]";
            EngineProcess killed = test.process("notify", spec);
            CompletableFuture<Integer> taken = way.hold(event -> true);
            test.log().behind(Duration.ofHours(3));
            long fired = test.log().fires("math");
            assertThat(taken.get(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo(200);
            killed.kill();
            way.release();
            test.log().resolves("math", fired);
            test.log().resolves("unheard", test.log().fires("unheard"));

            test.process("notify", spec);
            Await.until("the resolve", SOON, () -> pager.received().size() == 3);
            Thread.sleep(A_WHILE_MS);

            assertThat(pager.events()).containsExactly("triggered math", "triggered math", "resolved math");
            assertThat(pager.received())
                    .extracting(body -> body.path("data").path("incident").asText())
                    .as("one incident")
                    .containsOnly(pager.received()
                            .get(0)
                            .path("data")
                            .path("incident")
                            .asText());
        }
    }

    @Test
    void shouldWaitForTheAnswerAndCommitItWhenStoppedInTheMiddleOfASend() throws Exception {
        try (NotifyBench bench = new NotifyBench(directory);
                Case test = bench.begin("stopped")) {
            Pager pager = test.pager();
            HoldingProxy way =
                    test.open(HoldingProxy.before(pager.uri().toString().replace("/hook", "")));
            Admin admin = test.open(Admin.create(bench.broker().clientConfig()));
            Offsets offsets = new Offsets(
                    admin, "stopped-webhook", TopicCatalog.ALERTS.name(), TopicCatalog.ALERTS.defaultPartitions());
            String spec = "sinks: [ { webhook: { url: \"" + way.url() + "/hook\" } } ]";
            EngineProcess notifier = test.process("notify", spec);
            CompletableFuture<Integer> taken = way.hold(event -> true);
            test.log().fires("math");
            assertThat(taken.get(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo(200);

            notifier.askToEnd();
            Thread.sleep(500);
            assertThat(notifier.isAlive()).as("it waits for the answer").isTrue();
            way.release();

            assertThat(notifier.awaitExit(60)).as(notifier.stderr()).isZero();
            assertThat(notifier.stdout()).contains("webhook: delivered 1, failed attempts 0, refused 0");
            assertThat(offsets.uncommitted()).isZero();
            assertThat(pager.events()).containsExactly("triggered math");
        }
    }
}
