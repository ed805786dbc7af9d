// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.app.notify.NotifyRunner;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.tests.integration.NotifyBench.Case;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What receivers hear of when they come, change, hang or refuse. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NotifyReceiversIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    /** Some turns of a notifier: what it would send by mistake has come by then. */
    private static final long A_WHILE_MS = 1_500;

    @TempDir
    private static Path folder;

    private static NotifyBench bench;

    @BeforeAll
    static void start() throws Exception {
        bench = new NotifyBench(folder);
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    private static String hook(Pager pager) {
        return hook("hook", pager);
    }

    private static String hook(String name, Pager pager) {
        return "{ name: " + name + ", webhook: { url: \"" + pager.uri() + "\" } }";
    }

    @Test
    void shouldDelayNobodyElseWhenAReceiverHangsOrRefuses() throws Exception {
        try (Case test = bench.begin("delays")) {
            Pager pager = test.pager();
            Pager hanging = test.pager();
            hanging.hang();
            Pager refusing = test.pager();
            refusing.answer(503);
            NotifyRunner runner =
                    test.notifier(hook("works", pager), hook("hangs", hanging), hook("refuses", refusing));
            long slowest = 0;
            for (int i = 0; i < 20; i++) {
                long sent = System.nanoTime();
                int expected = i + 1;
                test.log().fires("specialist-" + i);
                Await.until("it is told", SOON, () -> pager.received().size() == expected);
                slowest = Math.max(
                        slowest, Duration.ofNanos(System.nanoTime() - sent).toMillis());
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
    }

    @Test
    void shouldKeepWhatIsRefusedForGoodAndNotResolveIt() throws Exception {
        try (Case test = bench.begin("refused")) {
            Pager pager = test.pager();
            pager.answer(400);
            NotifyRunner first = test.notifier(hook(pager));
            long fired = test.log().fires("math");
            GenericRecord letter;
            try (CommittedReader letters = new CommittedReader(bench.broker(), TopicCatalog.DEAD_NOTIFICATIONS)) {
                letter = letters.await(
                        "a dead letter",
                        SOON,
                        dead -> dead.get("notifier").toString().equals("refused"));
            }
            first.close();
            pager.answer(200);
            test.notifier(hook(pager));
            test.log().resolves("math", fired);
            test.log().fires("code");
            Await.until("what comes after it", SOON, () -> pager.received().size() == 2);
            Thread.sleep(A_WHILE_MS);

            assertThat(pager.events()).containsExactly("triggered math", "triggered code");
            assertThat(letter.get("sink")).hasToString("hook");
            assertThat(letter.get("action")).hasToString("trigger");
            assertThat(letter.get("status")).isEqualTo(400);
            assertThat(letter.get("group")).hasToString("math");
        }
    }

    @Test
    void shouldTellANewReceiverWhatFiresAndNothingOfWhatIsOver() throws Exception {
        try (Case test = bench.begin("joins")) {
            Pager pager = test.pager();
            test.log().resolves("over", test.log().fires("over"));
            test.log().fires("math");

            test.notifier(hook(pager));
            Await.until("what fires", SOON, () -> !pager.received().isEmpty());
            Thread.sleep(A_WHILE_MS);

            assertThat(pager.events()).containsExactly("triggered math");
        }
    }

    @Test
    void shouldTellWhatChangesWhenTheRoutesChange() throws Exception {
        try (Case test = bench.begin("routes")) {
            Pager pager = test.pager();
            String sinks = "sinks:\n  - " + hook(pager) + "\nroutes:\n";
            NotifyRunner first = test.notifierOf(sinks + "  - { owner: before, to: hook }\n");
            test.log().owner("before").fires("a");
            test.log().owner("after").fires("b");
            Await.until("the first", SOON, () -> pager.received().size() == 1);
            first.close();

            test.notifierOf(sinks + "  - { owner: after, to: hook }\n");
            Await.until("the change", SOON, () -> pager.received().size() == 3);

            assertThat(pager.events())
                    .startsWith("triggered a")
                    .containsExactlyInAnyOrder("triggered a", "triggered b", "resolved a");
        }
    }

    @Test
    void shouldEndWithCodeTwoWhenAnotherHasItsName() throws Exception {
        try (Case test = bench.begin("twins")) {
            Pager pager = test.pager();
            NotifyRunner first = test.notifier(hook(pager));
            test.log().fires("math");
            Await.until("the first", SOON, () -> pager.received().size() == 1);

            NotifyRunner second = test.notifier(hook(pager));

            assertThat(first.awaitEnd().exitCode()).isEqualTo(2);
            assertThat(first.awaitEnd().reason()).contains("spec.instanceId");
            test.log().fires("code");
            Await.until("the second goes on", SOON, () -> pager.received().size() == 2);
            assertThat(second.hasEnded()).isFalse();
            assertThat(pager.events()).isEqualTo(List.of("triggered math", "triggered code"));
        }
    }
}
