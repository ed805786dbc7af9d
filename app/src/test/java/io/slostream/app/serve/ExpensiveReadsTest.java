// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExpensiveReadsTest {
    private final ExpensiveReads reads = new ExpensiveReads();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final HttpService server = new HttpService(
            "127.0.0.1",
            0,
            Access.open("127.0.0.1", List.of()),
            Map.of(
                    "/read",
                    exchange -> {
                        reads.answer(exchange, this::read);
                        asked.incrementAndGet();
                    },
                    "/fail",
                    exchange -> reads.answer(exchange, () -> {
                        throw RefusedException.notFound("it is not there");
                    })),
            Map.of());

    private Answer read() {
        most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try {
            goOn.await();
        } catch (InterruptedException e) {
            throw RefusedException.unavailable("the engine is ending", e);
        }
        atOnce.decrementAndGet();
        return Answer.text("text/plain", "read");
    }

    @AfterEach
    void stop() {
        reads.close();
        server.close();
    }

    @Test
    void shouldReadTwoAtATimeAndRefuseWhenTooManyWait() throws Exception {
        List<RawHttp> askers = new ArrayList<>();
        for (int i = 0; i < ExpensiveReads.AT_ONCE + ExpensiveReads.WAITING; i++) {
            askers.add(new RawHttp(server.port())
                    .send("GET /read HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        }
        while (asked.get() < askers.size()) {
            Thread.sleep(5);
        }

        assertThat(RawHttp.get(server.port(), "/read"))
                .startsWith("HTTP/1.1 503 ")
                .contains("Retry-After: 5\r\n")
                .contains("{\"status\":\"unavailable\"");
        goOn.countDown();
        for (RawHttp asker : askers) {
            assertThat(asker.readToEnd()).endsWith("read");
            asker.close();
        }
        assertThat(most.get()).isEqualTo(ExpensiveReads.AT_ONCE);
    }

    @Test
    void shouldAnswerWhatAReadingRefuses() throws Exception {
        assertThat(RawHttp.get(server.port(), "/fail"))
                .startsWith("HTTP/1.1 404 ")
                .contains("it is not there");
    }

    @Test
    void shouldBreakOffWhenItIsClosed() throws Exception {
        try (RawHttp asker = new RawHttp(server.port())) {
            asker.send("GET /read HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            while (atOnce.get() == 0) {
                Thread.sleep(5);
            }

            reads.close();

            assertThat(asker.readToEnd()).startsWith("HTTP/1.1 503 ").contains("the engine is ending");
        }
    }
}
