// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.slostream.app.notify.NotifyConfigReader;
import io.slostream.app.notify.NotifyRunner;
import io.slostream.app.run.EngineConfig;
import io.slostream.app.run.EngineEnd;
import io.slostream.app.run.EngineRunner;
import io.slostream.broker.EmbeddedBroker;
import io.slostream.schemas.topic.TopicCatalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A notifier on a real broker, before a real Alertmanager with a pager behind it, and before pagers of its own. */
@Timeout(value = 400, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NotifyIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    /** Some rounds of a notifier that repeats each second, and some group intervals of Alertmanager. */
    private static final long A_WHILE_MS = 4_000;

    private static final int KILLS = 50;
    private static final int STORM = 200;

    @TempDir
    private Path directory;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private EmbeddedBroker broker;
    private Pager pager;
    private AlertLog log;

    @BeforeEach
    void start() throws Exception {
        broker = EmbeddedBroker.builder().start();
        new Topics(broker).create(List.of(TopicCatalog.ALERTS));
        pager = open(new Pager());
        log = open(new AlertLog(broker));
    }

    @AfterEach
    void stop() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
        broker.close();
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(resource);
        return resource;
    }

    /** Where the package is missing the test says so; where CI is set that is an error. */
    private Alertmanager alertmanager(String groupBy) throws Exception {
        assertThat(Alertmanager.isInstalled() || System.getenv("CI") == null)
                .as("prometheus-alertmanager is installed where CI is set")
                .isTrue();
        assumeTrue(Alertmanager.isInstalled(), "SKIPPED: apt-get install prometheus-alertmanager");
        return open(Alertmanager.start(directory, pager.uri(), groupBy));
    }

    private NotifyRunner notifier(String spec) throws Exception {
        return notifier(spec, sink -> {});
    }

    private NotifyRunner notifier(String spec, NotifyRunner.Hook hook) throws Exception {
        Path file = Files.writeString(
                directory.resolve("notify.yaml"),
                "apiVersion: slostream/v1\nkind: Notify\nmetadata: { name: pager }\nspec:\n  bootstrap: "
                        + broker.bootstrap() + "\n" + spec.indent(2));
        NotifyRunner runner = open(new NotifyRunner(NotifyConfigReader.read(file), hook));
        runner.start();
        return runner;
    }

    private static String toAlertmanager(Alertmanager alertmanager) {
        return "sinks:\n  - alertmanager: { urls: [\"" + alertmanager.url() + "\"], resendEvery: 1s }\n";
    }

    @Test
    void shouldPageOnceResolveOnceAndNeitherAgainAfterARestart() throws Exception {
        Alertmanager alertmanager = alertmanager("'...'");
        NotifyRunner first = notifier(toAlertmanager(alertmanager));
        long fired = log.fires("math");
        log.fires("code");
        Await.until("both page", SOON, () -> pager.count("firing", "math") + pager.count("firing", "code") == 2);

        first.close();
        NotifyRunner second = notifier(toAlertmanager(alertmanager));
        Thread.sleep(A_WHILE_MS);
        assertThat(pager.alerts()).as("a restart pages nobody").hasSize(2);

        log.resolves("math", fired);
        Await.until("the resolve", SOON, () -> pager.count("resolved", "math") == 1);
        second.close();
        notifier(toAlertmanager(alertmanager));
        Thread.sleep(A_WHILE_MS);

        assertThat(pager.alerts()).hasSize(3);
        assertThat(pager.count("resolved", "code")).as("what fires on").isZero();
        assertThat(pager.alerts().get(0).path("labels").path("owner").asText()).isEqualTo("oncall");
    }

    @Test
    void shouldTellAnAlertmanagerThatForgotEverything() throws Exception {
        Alertmanager alertmanager = alertmanager("'...'");
        notifier(toAlertmanager(alertmanager));
        long fired = log.fires("math");
        Await.until("the page", SOON, () -> pager.count("firing", "math") == 1);

        alertmanager.restart();
        Thread.sleep(A_WHILE_MS);
        log.resolves("math", fired);

        Await.until("the resolve", SOON, () -> pager.count("resolved", "math") == 1);
        assertThat(pager.count("firing", "math"))
                .as("Alertmanager remembers whom it notified, if it wrote that down")
                .isBetween(1L, 2L);
    }

    @Test
    void shouldLoseAndDoubleNothingWhenKilledBetweenSentAndCommitted() throws Exception {
        Alertmanager alertmanager = alertmanager("'...'");
        AtomicBoolean kill = new AtomicBoolean();
        AtomicInteger kills = new AtomicInteger();
        NotifyRunner.Hook killer = sink -> {
            if (kill.compareAndSet(true, false)) {
                kills.incrementAndGet();
                throw new Killed();
            }
        };
        NotifyRunner runner = notifier(toAlertmanager(alertmanager), killer);
        long began = System.nanoTime();
        for (int i = 0; i < KILLS / 2; i++) {
            String group = "specialist-" + i;
            kill.set(true);
            long fired = log.fires(group);
            runner = afterTheKill(runner, alertmanager, killer);
            Await.until(group + " pages", SOON, () -> pager.count("firing", group) > 0);
            kill.set(true);
            log.resolves(group, fired);
            runner = afterTheKill(runner, alertmanager, killer);
            Await.until(group + " resolves", SOON, () -> pager.count("resolved", group) > 0);
        }
        Thread.sleep(A_WHILE_MS);

        TreeMap<String, Integer> told = new TreeMap<>();
        for (JsonNode alert : pager.alerts()) {
            told.merge(
                    alert.path("labels").path("group").asText() + " "
                            + alert.path("status").asText(),
                    1,
                    Integer::sum);
        }
        long doubled = told.values().stream().filter(times -> times > 1).count();
        System.out.println("notifier: " + kills + " kills between sent and committed, " + KILLS + " notifications due, "
                + (KILLS - told.size()) + " lost, " + doubled + " doubled, in "
                + Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s");
        assertThat(kills).hasValue(KILLS);
        assertThat(told).hasSize(KILLS);
        assertThat(doubled).isZero();
    }

    @Test
    void shouldResolveWhatWasSentBeforeAKillAndDropWhatNobodyHeardOf() throws Exception {
        String spec = "sinks:\n  - webhook: { url: \"" + pager.uri() + "\" }\n";
        AtomicBoolean kill = new AtomicBoolean(true);
        NotifyRunner killed = notifier(spec, sink -> {
            if (kill.getAndSet(false)) {
                throw new Killed();
            }
        });
        log.behind(Duration.ofHours(3));
        long fired = log.fires("math");
        assertThat(killed.awaitEnd().exitCode()).isEqualTo(EngineEnd.FAILED);
        killed.close();
        log.resolves("math", fired);
        log.resolves("unheard", log.fires("unheard"));

        notifier(spec);
        Await.until("the resolve", SOON, () -> pager.received().size() == 3);
        Thread.sleep(A_WHILE_MS / 2);

        assertThat(pager.received())
                .extracting(body -> body.path("type").asText().replace("io.slostream.alert.", "") + " "
                        + body.path("data").path("group").asText())
                .containsExactly("triggered math", "triggered math", "resolved math");
        assertThat(pager.received())
                .extracting(body -> body.path("data").path("incident").asText())
                .as("one incident")
                .containsOnly(
                        pager.received().get(0).path("data").path("incident").asText());
    }

    private NotifyRunner afterTheKill(NotifyRunner killed, Alertmanager alertmanager, NotifyRunner.Hook hook)
            throws Exception {
        assertThat(killed.awaitEnd().exitCode()).isEqualTo(EngineEnd.FAILED);
        killed.close();
        return notifier(toAlertmanager(alertmanager), hook);
    }

    /** An error, not an exception: the process is over. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void shouldLetAlertmanagerGroupAStormByOwnerAndLoseNone() throws Exception {
        Alertmanager alertmanager = alertmanager("owner");
        for (int i = 0; i < STORM; i++) {
            log.owner(i % 2 == 0 ? "even" : "odd").fires("specialist-" + i);
        }

        notifier(toAlertmanager(alertmanager));
        Await.until(
                "all of the storm",
                SOON,
                () -> pager.alerts().stream()
                                .map(alert -> alert.path("labels").path("group").asText())
                                .distinct()
                                .count()
                        == STORM);

        assertThat(pager.received().size()).as("notifications").isLessThan(10);
        assertThat(pager.received())
                .allSatisfy(body ->
                        assertThat(body.path("groupLabels").has("owner")).isTrue());
    }

    @Test
    void shouldDelayNobodyElseWhenAReceiverHangsOrRefuses() throws Exception {
        Pager hanging = open(new Pager());
        hanging.hang();
        Pager refusing = open(new Pager());
        refusing.answer(503);
        NotifyRunner runner = notifier("""
                sinks:
                  - { name: works, webhook: { url: "%s" } }
                  - { name: hangs, webhook: { url: "%s" } }
                  - { name: refuses, webhook: { url: "%s" } }
                """.formatted(pager.uri(), hanging.uri(), refusing.uri()));
        long slowest = 0;
        for (int i = 0; i < 20; i++) {
            long sent = System.nanoTime();
            int expected = i + 1;
            log.fires("specialist-" + i);
            Await.until("it is told", SOON, () -> pager.received().size() == expected);
            slowest =
                    Math.max(slowest, Duration.ofNanos(System.nanoTime() - sent).toMillis());
        }
        System.out.println("notifier: slowest of 20 beside a hanging and a refusing receiver: " + slowest + " ms");
        refusing.answer(200);

        Await.until(
                "the refusing one gets all",
                SOON,
                () -> refusing.received().stream()
                                .map(body -> body.path("id").asText())
                                .distinct()
                                .count()
                        == 20);
        assertThat(runner.hasEnded()).isFalse();
    }

    @Test
    void shouldKeepWhatIsRefusedForGoodAndNotResolveIt() throws Exception {
        pager.answer(400);
        String spec = "sinks:\n  - { name: hook, webhook: { url: \"" + pager.uri() + "\" } }\n";
        NotifyRunner first = notifier(spec);
        long fired = log.fires("math");
        List<GenericRecord> dead = new ArrayList<>();
        try (CommittedReader letters = new CommittedReader(broker, TopicCatalog.DEAD_NOTIFICATIONS)) {
            letters.await("a dead letter", SOON, dead::add);
        }
        first.close();
        pager.answer(200);
        notifier(spec);
        log.resolves("math", fired);
        log.fires("code");
        Await.until("what comes after it", SOON, () -> pager.received().size() == 2);
        Thread.sleep(A_WHILE_MS / 2);

        assertThat(pager.received())
                .extracting(body -> body.path("type").asText() + " "
                        + body.path("data").path("group").asText())
                .containsExactly("io.slostream.alert.triggered math", "io.slostream.alert.triggered code");
        GenericRecord letter = dead.get(dead.size() - 1);
        assertThat(letter.get("sink")).hasToString("hook");
        assertThat(letter.get("action")).hasToString("trigger");
        assertThat(letter.get("status")).isEqualTo(400);
        assertThat(letter.get("group")).hasToString("math");
    }

    @Test
    void shouldTellANewReceiverWhatFiresAndNothingOfWhatIsOver() throws Exception {
        log.resolves("over", log.fires("over"));
        log.fires("math");

        notifier("sinks:\n  - webhook: { url: \"" + pager.uri() + "\" }\n");
        Await.until("what fires", SOON, () -> !pager.received().isEmpty());
        Thread.sleep(A_WHILE_MS / 2);

        assertThat(pager.received())
                .extracting(body -> body.path("data").path("group").asText())
                .containsExactly("math");
    }

    @Test
    void shouldTellWhatChangesWhenTheRoutesChange() throws Exception {
        String sinks = "sinks:\n  - webhook: { url: \"" + pager.uri() + "\" }\n";
        NotifyRunner first = notifier(sinks + "routes:\n  - { owner: left, to: webhook }\n");
        log.owner("left").fires("a");
        log.owner("joins").fires("b");
        Await.until("the first", SOON, () -> pager.received().size() == 1);
        first.close();

        notifier(sinks + "routes:\n  - { owner: joins, to: webhook }\n");
        Await.until("the change", SOON, () -> pager.received().size() == 3);

        assertThat(pager.received())
                .extracting(body -> body.path("type").asText().replace("io.slostream.alert.", "") + " "
                        + body.path("data").path("group").asText())
                .startsWith("triggered a")
                .containsExactlyInAnyOrder("triggered a", "triggered b", "resolved a");
    }

    @Test
    void shouldGiveSignsOfLifeAsLongAsTheEngineWorks() throws Exception {
        EngineConfig config = new EngineFiles(directory, broker.bootstrap()).read();
        String spec = """
                watchdog: { engine: %s, every: 1s, staleAfter: 10s }
                sinks:
                  - webhook: { url: "%s" }
                """.formatted(config.applicationId(), pager.uri());
        try (EngineRunner engine = new EngineRunner(config)) {
            engine.start();
            assertThat(engine.awaitRunning(SOON)).isTrue();
            notifier(spec);
            Await.until("signs of life, though no telemetry comes", SOON, () -> signs() > 3);
        }
        long stopped = System.nanoTime();
        Await.until("silence", SOON, () -> {
            long before = signs();
            Thread.sleep(A_WHILE_MS);
            return signs() == before;
        });
        System.out.println("notifier: silent "
                + Duration.ofNanos(System.nanoTime() - stopped).toSeconds() + " s after the engine, "
                + A_WHILE_MS / 1_000 + " of them to be sure");
    }

    private long signs() {
        return pager.received().stream()
                .filter(body -> body.path("type").asText().equals("io.slostream.watchdog"))
                .count();
    }
}
