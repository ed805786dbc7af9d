// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The health checks that are written for bash, run for real against a server that is well, ill and gone. */
class HealthCheckTest {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger answer = new AtomicInteger(200);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.sendResponseHeaders(answer.get(), -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({"engine, /health/ready", "notifier, /health/ready", "registry, /subjects"})
    void shouldBeWellOnlyWhileTheServerIs(String service, String path) throws Exception {
        assertThat(check(service)).isZero();
        assertThat(asked).containsExactly("GET " + path);

        answer.set(503);
        assertThat(check(service)).isNotZero();

        server.stop(0);
        assertThat(check(service)).isNotZero();
    }

    /** Runs the check as Compose would, with the address of the server in the place of the service's. */
    private int check(String service) throws Exception {
        List<String> command = new ArrayList<>();
        List<String> test = Stack.shipped().services().get(service).healthTest();
        test.subList(1, test.size())
                .forEach(word -> command.add(word.replace("$$", "$")
                        .replaceAll(
                                "/dev/tcp/[a-z0-9.]+/[0-9]+",
                                "/dev/tcp/127.0.0.1/" + server.getAddress().getPort())));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
