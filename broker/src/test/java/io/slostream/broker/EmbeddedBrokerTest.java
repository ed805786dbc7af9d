// SPDX-License-Identifier: Apache-2.0
package io.slostream.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EmbeddedBrokerTest {
    @Test
    void shouldShowOnlyCommittedRecordsToReadCommitted() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.builder().start()) {
            Clients clients = new Clients(broker.clientConfig());
            clients.createTopic();

            try (KafkaProducer<String, String> producer = clients.transactionalProducer()) {
                producer.beginTransaction();
                Clients.send(producer, "committed");
                producer.commitTransaction();
                producer.beginTransaction();
                Clients.send(producer, "aborted");
                producer.abortTransaction();
                producer.beginTransaction();
                Clients.send(producer, "open");

                assertThat(clients.readAll()).containsExactly("committed", "aborted", "open");
                assertThat(clients.read("read_committed")).containsExactly("committed");
            }
        }
    }

    @Test
    void shouldCompactNothingOfAStoryInThePast() throws Exception {
        try (EmbeddedBroker broker =
                EmbeddedBroker.builder().property("log.cleaner.backoff.ms", 50L).start()) {
            Clients clients = new Clients(broker.clientConfig());
            clients.createTopic(Map.of(
                    TopicConfig.CLEANUP_POLICY_CONFIG,
                    TopicConfig.CLEANUP_POLICY_COMPACT,
                    TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                    "0.01"));
            long atMs = Instant.parse("2026-01-05T02:00:00Z").toEpochMilli();

            // The marker of each commit bears the broker's time.
            try (KafkaProducer<String, String> producer = clients.transactionalProducer()) {
                for (String value : List.of("firing", "resolved", "firing again")) {
                    producer.beginTransaction();
                    Clients.send(producer, value, atMs);
                    producer.commitTransaction();
                }
            }

            assertThat(segments(broker.dataDirectory().resolve(Clients.TOPIC + "-0")))
                    .as("only ended segments are compacted")
                    .hasSize(1);
            assertThat(clients.read("read_committed")).containsExactly("firing", "resolved", "firing again");
        }
    }

    private static List<Path> segments(Path partition) throws IOException {
        try (Stream<Path> files = Files.list(partition)) {
            return files.filter(file -> file.toString().endsWith(".log")).toList();
        }
    }

    @Test
    void shouldKeepAddressAndDataOverARestart() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.builder().start()) {
            Clients clients = new Clients(broker.clientConfig());
            String bootstrap = broker.bootstrap();
            clients.createTopic();
            clients.produce("before");

            broker.restart();
            clients.produce("after");

            assertThat(broker.bootstrap()).isEqualTo(bootstrap);
            assertThat(clients.readAll()).containsExactly("before", "after");
        }
    }

    @Test
    void shouldOpenAnOlderBrokersDirectoryAndLeaveItBehind(@TempDir Path parent) throws Exception {
        Path data = parent.resolve("data");
        try (EmbeddedBroker first = EmbeddedBroker.builder().dataDirectory(data).start()) {
            Clients clients = new Clients(first.clientConfig());
            clients.createTopic();
            clients.produce("kept");
        }

        try (EmbeddedBroker second =
                EmbeddedBroker.builder().dataDirectory(data).start()) {
            assertThat(second.dataDirectory()).isEqualTo(data);
            assertThat(new Clients(second.clientConfig()).readAll()).containsExactly("kept");
        }
        assertThat(data).isNotEmptyDirectory();
    }

    @Test
    void shouldRunSideBySide() throws Exception {
        try (EmbeddedBroker one = EmbeddedBroker.builder().start();
                EmbeddedBroker two = EmbeddedBroker.builder().start()) {
            Clients first = new Clients(one.clientConfig());
            Clients second = new Clients(two.clientConfig());
            first.createTopic();
            second.createTopic();
            first.produce("one");
            one.stop();
            second.produce("two");

            assertThat(second.readAll()).containsExactly("two");
            one.restart();
            assertThat(first.readAll()).containsExactly("one");
        }
    }

    @Test
    void shouldRemoveItsTemporaryDirectoryWhenClosed() {
        EmbeddedBroker broker = EmbeddedBroker.builder().start();
        Path data = broker.dataDirectory();
        assertThat(data).isNotEmptyDirectory();

        broker.close();
        broker.close();

        assertThat(data).doesNotExist();
    }

    @Test
    void shouldTakePropertiesOverItsOwn() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.builder()
                        .property("message.max.bytes", 4_242)
                        .property("auto.create.topics.enable", true)
                        .start();
                Admin admin = Admin.create(broker.clientConfig())) {
            ConfigResource node = new ConfigResource(ConfigResource.Type.BROKER, "1");
            var config = admin.describeConfigs(List.of(node))
                    .all()
                    .get(30, TimeUnit.SECONDS)
                    .get(node);

            assertThat(config.get("message.max.bytes").value()).isEqualTo("4242");
            assertThat(config.get("auto.create.topics.enable").value()).isEqualTo("true");
        }
    }

    @Test
    void shouldListenOnLoopbackOnly() {
        try (EmbeddedBroker broker = EmbeddedBroker.builder().start()) {
            assertThat(broker.bootstrap()).startsWith("127.0.0.1:");
            int port = Integer.parseInt(broker.bootstrap().substring("127.0.0.1:".length()));
            // A port below the range from which outgoing connections take theirs: nobody steals it during a restart.
            assertThat(port).isBetween(20_000, 32_000);
        }
    }

    @Test
    void shouldSayWhyItDoesNotStartAndLeaveNothingBehind() throws Exception {
        Set<Path> before = temporaryDirectories();
        try (LogCapture log = new LogCapture();
                ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));

            assertThatThrownBy(() ->
                            EmbeddedBroker.builder().port(taken.getLocalPort()).start())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasRootCauseMessage("Address already in use");
            assertThat(log.lines()).anyMatch(line -> line.contains("Unable to start acceptor"));
        }
        // Other brokers on this machine may come to their end meanwhile.
        assertThat(before).containsAll(temporaryDirectories());
    }

    @Test
    void shouldRefuseADirectoryInUse(@TempDir Path data) {
        try (EmbeddedBroker broker =
                EmbeddedBroker.builder().dataDirectory(data).start()) {
            assertThat(broker.dataDirectory()).isEqualTo(data);

            assertThatThrownBy(
                            () -> EmbeddedBroker.builder().dataDirectory(data).start())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(data.toString());
        }
    }

    @Test
    void shouldLeaveTheJvmAliveWhenItsDiskIsGone() throws Exception {
        int refused = ExitTrap.refused();
        try (LogCapture log = new LogCapture();
                EmbeddedBroker broker = EmbeddedBroker.builder().start()) {
            Clients clients = new Clients(broker.clientConfig());
            clients.createTopic();
            clients.produce("before");

            Directories.delete(broker.dataDirectory());
            Files.writeString(broker.dataDirectory(), "a file where the directory was");
            try (Admin admin = Admin.create(broker.clientConfig())) {
                admin.createTopics(List.of(new NewTopic("other", 1, (short) 1)));
                long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
                while (ExitTrap.refused() == refused && System.nanoTime() < deadline) {
                    Thread.sleep(20);
                }
            }

            assertThat(ExitTrap.refused()).isGreaterThan(refused);
            assertThat(log.lines()).anyMatch(line -> line.contains("the JVM goes on without that broker"));
        }
    }

    @Test
    void shouldSayNothingWhenNothingIsWrong() throws Exception {
        try (LogCapture log = new LogCapture()) {
            try (EmbeddedBroker broker = EmbeddedBroker.builder().start()) {
                Clients clients = new Clients(broker.clientConfig());
                clients.createTopic();
                clients.transactionalProducer().close();
                broker.restart();
                clients.produce("x");
            }

            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void shouldRefuseUsersWithoutASuperUserAndNamesThatNeedQuoting() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EmbeddedBroker.builder().user("a", "b").start());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EmbeddedBroker.builder().superUser("a\"b", "c"));
    }

    private static Set<Path> temporaryDirectories() throws Exception {
        Set<Path> found = new HashSet<>();
        try (var list = Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir")), "slostream-broker-*")) {
            list.forEach(found::add);
        }
        return found;
    }
}
