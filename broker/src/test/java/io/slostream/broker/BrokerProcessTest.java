// SPDX-License-Identifier: Apache-2.0
package io.slostream.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BrokerProcessTest {
    /** Else the controller waits nine seconds for the killed broker before it takes its successor. */
    private static final Map<String, String> SHORT_SESSION =
            Map.of("broker.session.timeout.ms", "2000", "broker.heartbeat.interval.ms", "500");

    @TempDir
    private Path data;

    @Test
    void shouldComeBackWithItsDataAfterAKill() throws Exception {
        int port;
        try (BrokerProcess broker = BrokerProcess.start(data, 0, SHORT_SESSION)) {
            port = broker.port();
            Clients clients = clients(broker);
            clients.createTopic();
            clients.produce("before the kill");

            broker.kill();

            assertThat(broker.handle().isAlive()).isFalse();
        }

        try (BrokerProcess broker = BrokerProcess.start(data, port, SHORT_SESSION)) {
            assertThat(broker.port()).isEqualTo(port);
            assertThat(clients(broker).readAll()).containsExactly("before the kill");
        }
    }

    @Test
    void shouldEndWhenItsStdinEnds() {
        BrokerProcess broker = BrokerProcess.start(data, 0, Map.of());
        ProcessHandle handle = broker.handle();

        broker.close();

        assertThat(handle.isAlive()).isFalse();
    }

    @Test
    void shouldSayThatItDoesNotStart() {
        assertThatThrownBy(() -> BrokerProcess.start(data, 0, Map.of("num.io.threads", "none")))
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("it ended with status 1; its stderr says why");
    }

    private static Clients clients(BrokerProcess broker) {
        return new Clients(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrap()));
    }
}
