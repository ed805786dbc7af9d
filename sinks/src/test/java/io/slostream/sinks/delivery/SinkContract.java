// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.sinks.delivery.SinkSender.Clocks;
import io.slostream.sinks.delivery.SinkSender.Watchdog;
import io.slostream.sinks.watchdog.Heartbeat;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every receiver keeps, whatever it is and whatever the other side does. */
@Timeout(60)
public abstract class SinkContract {
    private static final Duration CONNECT = Duration.ofMillis(500);
    private static final Duration TOTAL = Duration.ofMillis(800);

    protected final Alerts alerts = new Alerts();
    protected HttpStub stub;
    private SinkQueue queue;
    private SinkSender sender;
    private final Log log = new Log();
    private long nowMs = Alerts.T0;

    /** The receiver of this kind that speaks to this address. */
    protected abstract Receiver receiver(URI uri, HttpPost http);

    /** The name that the receiver gives to the incident of a request. */
    protected abstract List<String> incidents(HttpStub.Received request);

    /** What happened, in order. */
    private static final class Log implements SinkListener {
        private final List<String> lines = new ArrayList<>();

        @Override
        public boolean sending(List<Delivery> batch) {
            return true;
        }

        @Override
        public void delivered(List<Delivery> batch) {
            batch.forEach(delivery -> lines.add(word("delivered", delivery)));
        }

        @Override
        public void failed(List<Delivery> batch, Answer answer, int failures, long againInMs) {
            lines.add("failed " + againInMs / 1000);
        }

        @Override
        public void refused(Delivery delivery, Answer answer) {
            lines.add(word("refused " + answer.status(), delivery));
        }

        @Override
        public void roundSucceeded(Round round) {
            lines.add("round succeeded");
        }

        @Override
        public void roundFailed(Round round, Answer answer) {
            lines.add("round failed");
        }

        @Override
        public void rateLimited() {
            lines.add("rate limited");
        }

        private static String word(String what, Delivery delivery) {
            return what + " " + delivery.kind().word() + " "
                    + delivery.notification().group();
        }
    }

    @BeforeEach
    void startStub() {
        stub = new HttpStub();
        begin(stub.uri());
    }

    private void begin(URI uri) {
        queue = new SinkQueue(notification -> true);
        queue.begin(0, 0);
        Receiver receiver = receiver(uri, new HttpPost(CONNECT, TOTAL));
        sender = new SinkSender(
                queue,
                new WithoutRounds(receiver),
                log,
                Watchdog.NONE,
                60_000,
                new Clocks(() -> nowMs, () -> nowMs),
                new Random(1));
    }

    @AfterEach
    void stopStub() throws IOException {
        stub.close();
    }

    /** Steps until nothing waits, at most for so long on the clock. */
    private void run(Duration atMost) {
        long end = nowMs + atMost.toMillis();
        while (queue.size() > 0 && nowMs <= end) {
            nowMs += Math.max(1, sender.step());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204})
    void shouldTakeEverySuccessForDelivered(int status) {
        stub.then(HttpStub.status(status));

        queue.offer(alerts.fires("math", 0));
        run(Duration.ofMinutes(1));

        assertThat(log.lines).containsExactly("delivered trigger math");
        assertThat(queue.committable(0, 1)).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504, 599})
    void shouldTryAgainUntilTheReceiverTakesIt(int status) {
        stub.then(HttpStub.status(status), HttpStub.status(status));

        queue.offer(alerts.fires("math", 0));
        run(Duration.ofMinutes(5));

        assertThat(log.lines).hasSize(3).endsWith("delivered trigger math");
        assertThat(stub.received()).hasSize(3);
        assertThat(stub.received().stream().flatMap(request -> incidents(request).stream()))
                .as("the same incident each time")
                .containsOnly(alerts.fires("math", 0).incident());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 410, 413, 422})
    void shouldGiveUpOnEveryOtherRefusalAtOnce(int status) {
        stub.then(HttpStub.body(status, "no such thing"));

        queue.offer(alerts.fires("math", 0));
        queue.offer(alerts.resolves("math", 0, 1));
        run(Duration.ofMinutes(1));

        assertThat(log.lines)
                .as("what never opened is not resolved")
                .containsExactly("refused " + status + " trigger math");
        assertThat(stub.received()).hasSize(1);
        assertThat(queue.committable(0, 2)).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void shouldFollowNoRedirect(int status) {
        stub.then(HttpStub.status(status, "Location: " + stub.uri() + "/elsewhere"));

        queue.offer(alerts.fires("math", 0));
        run(Duration.ofMinutes(1));

        assertThat(log.lines).containsExactly("refused " + status + " trigger math");
        assertThat(stub.received()).hasSize(1);
    }

    @Test
    void shouldWaitAsLongAsTheReceiverAsksInSeconds() {
        stub.then(HttpStub.status(429, "Retry-After: 90"));

        queue.offer(alerts.fires("math", 0));
        long before = nowMs;
        run(Duration.ofMinutes(5));

        assertThat(log.lines).endsWith("delivered trigger math");
        assertThat(nowMs - before).isBetween(90_000L, 95_000L);
    }

    @Test
    void shouldWaitAsLongAsTheReceiverAsksWithADate() {
        String inTwoMinutes = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(120));
        stub.then(HttpStub.status(503, "Retry-After: " + inTwoMinutes));

        queue.offer(alerts.fires("math", 0));
        long before = nowMs;
        run(Duration.ofMinutes(5));

        assertThat(log.lines).endsWith("delivered trigger math");
        assertThat(nowMs - before).isBetween(100_000L, 125_000L);
    }

    @Test
    void shouldTryAgainAfterAHangAndAReset() {
        stub.then(HttpStub.hang(), HttpStub.reset());

        queue.offer(alerts.fires("math", 0));
        run(Duration.ofMinutes(5));

        assertThat(log.lines).hasSize(3).endsWith("delivered trigger math");
    }

    @Test
    void shouldTakeTheStatusForTheAnswerHoweverSlowOrLongTheBody() {
        stub.then(HttpStub.slowBody(200), HttpStub.hugeBody(200), HttpStub.slowBody(400));

        queue.offer(alerts.fires("math", 0));
        run(Duration.ofMinutes(1));
        queue.offer(alerts.fires("code", 0));
        run(Duration.ofMinutes(1));
        queue.offer(alerts.fires("law", 0));
        run(Duration.ofMinutes(1));

        assertThat(log.lines)
                .containsExactly("delivered trigger math", "delivered trigger code", "refused 400 trigger law");
    }

    @Test
    void shouldGoOnTryingWhileNobodyListens() throws IOException {
        URI nobody = stub.uri();
        stub.close();
        begin(nobody);

        queue.offer(alerts.fires("math", 0));
        run(Duration.ofMinutes(20));

        assertThat(log.lines).allMatch(line -> line.startsWith("failed"));
        assertThat(log.lines.size()).as("attempts in 20 minutes").isBetween(20, 80);
        assertThat(queue.committable(0, 1)).hasValue(0);
    }

    @Test
    void shouldKeepTheOrderOfAnAlert() {
        stub.then(HttpStub.status(503), HttpStub.status(200), HttpStub.status(500));

        queue.offer(alerts.fires("math", 0));
        queue.offer(alerts.resolves("math", 0, 1));
        queue.offer(alerts.fires("math", 2));
        queue.offer(alerts.resolves("math", 2, 3));
        run(Duration.ofMinutes(5));

        assertThat(log.lines.stream().filter(line -> line.startsWith("delivered")))
                .containsExactly(
                        "delivered trigger math",
                        "delivered resolve math",
                        "delivered trigger math",
                        "delivered resolve math");
    }

    @Test
    void shouldNameTheSameIncidentInTriggerRepeatAndResolve() {
        stub.then(HttpStub.hang());
        Notification fires = alerts.fires("math", 0);

        queue.offer(fires);
        queue.offer(alerts.resolves("math", 0, 1));
        run(Duration.ofMinutes(5));

        assertThat(stub.received()).hasSize(3);
        assertThat(stub.received().stream().flatMap(request -> incidents(request).stream()))
                .containsOnly(fires.incident());
    }

    @Test
    void shouldLetOneBadAlertTakeNoOtherDown() {
        Receiver receiver = receiver(stub.uri(), new HttpPost(CONNECT, TOTAL));
        int together = Math.min(3, receiver.batchLimit());
        if (together > 1) {
            stub.then(HttpStub.status(400));
        }
        stub.then(HttpStub.status(400));

        queue.offer(alerts.fires("bad", 0));
        queue.offer(alerts.fires("code", 1));
        queue.offer(alerts.fires("math", 2));
        run(Duration.ofMinutes(5));

        assertThat(log.lines)
                .containsExactlyInAnyOrder(
                        "refused 400 trigger bad", "delivered trigger code", "delivered trigger math");
    }

    @Test
    void shouldCarryASignOfLife() {
        Receiver receiver = receiver(stub.uri(), new HttpPost(CONNECT, TOTAL));

        Answer answer = receiver.heartbeat(new Heartbeat("pager", "engine-1", Alerts.T0, 300_000));

        assertThat(answer.isAccepted()).isTrue();
        assertThat(stub.received()).hasSize(1);
        assertThat(stub.received().get(0).body()).contains("engine-1").contains("pager");
    }
}
