// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.slostream.broker.EmbeddedBroker;
import io.slostream.broker.EmbeddedRegistry;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.topic.TopicCatalog;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code slostream broker}: a Kafka broker and a schema registry for trying things out, gone at Ctrl-C. */
@Command(
        name = "broker",
        mixinStandardHelpOptions = true,
        description =
                "Runs a genuine Kafka broker with the telemetry topics, and a schema registry, on loopback, for trying"
                        + " things out. Nothing is kept: at Ctrl-C topics and schemas are gone. Not for production.",
        footer = {"", "Exit codes: 0 stopped, 2 bad usage or a port that is taken."})
final class BrokerCommand implements Callable<Integer> {
    private static final int MAX_PORT = 65_535;
    private static final int PARTITIONS = 4;
    private static final long TOPICS_WITHIN_SECONDS = 30;

    @Option(
            names = "--port",
            defaultValue = "9092",
            paramLabel = "N",
            description = "of the broker; 0: any free one (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--registry-port",
            defaultValue = "8081",
            paramLabel = "N",
            description = "of the registry; 0: any free one (default: ${DEFAULT-VALUE})")
    private int registryPort;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, IOException {
        check("--port", port);
        check("--registry-port", registryPort);
        // For each client that begins the broker tells of groups and elections; whoever tries things out needs none of
        // it.
        ((Logger) LoggerFactory.getLogger("org.apache.kafka")).setLevel(Level.ERROR);
        // Says "error" for a first record that comes before its transaction does; the producer sends it again.
        ((Logger) LoggerFactory.getLogger("kafka.server.ReplicaManager")).setLevel(Level.OFF);
        requireFreePorts();
        EmbeddedRegistry registry = registry();
        // Being stopped is how it ends. The registry has nothing to leave behind.
        Throwaway throwaway = Throwaway.begin(() -> Runtime.getRuntime().halt(0));
        EmbeddedBroker broker = throwaway.start("slostream-broker-", this::broker);
        createTelemetryTopics(broker);
        PrintWriter out = spec.commandLine().getOut();
        out.println("broker " + broker.bootstrap() + " and registry " + registry.url()
                + " run until Ctrl-C; nothing is kept");
        out.flush();
        new CountDownLatch(1).await();
        return 0;
    }

    private static void check(String option, int number) {
        if (number < 0 || number > MAX_PORT) {
            throw new UsageException(option + " " + number + ": write a port from 0 to " + MAX_PORT);
        }
    }

    /** All that are taken at once: mostly another {@code slostream broker} has both. */
    private void requireFreePorts() {
        List<String> taken = new ArrayList<>();
        if (isTaken(port)) {
            taken.add("port " + port + " of the broker");
        }
        if (isTaken(registryPort)) {
            taken.add("port " + registryPort + " of the registry");
        }
        if (!taken.isEmpty()) {
            throw new UsageException(String.join(" and ", taken) + (taken.size() == 1 ? " is" : " are")
                    + " taken, perhaps by another slostream broker; stop it, or choose others with --port and"
                    + " --registry-port");
        }
    }

    private static boolean isTaken(int number) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), number));
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private EmbeddedRegistry registry() {
        try {
            return EmbeddedRegistry.start(registryPort);
        } catch (RuntimeException e) {
            throw refused("registry", "--registry-port", registryPort, e);
        }
    }

    private EmbeddedBroker broker(Path directory) {
        try {
            return EmbeddedBroker.builder().dataDirectory(directory).port(port).start();
        } catch (IllegalStateException e) {
            throw refused("broker", "--port", port, e);
        }
    }

    private static void createTelemetryTopics(EmbeddedBroker broker) throws InterruptedException {
        List<NewTopic> topics = Arrays.stream(TelemetryKind.values())
                .map(TopicCatalog::telemetry)
                .map(topic -> new NewTopic(topic.name(), PARTITIONS, (short) 1).configs(topic.config()))
                .toList();
        try (Admin admin = Admin.create(broker.clientConfig())) {
            admin.createTopics(topics).all().get(TOPICS_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the telemetry topics could not be made", e);
        }
    }

    private static UsageException refused(String what, String option, int number, RuntimeException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return new UsageException(
                "the " + what + " cannot listen on port " + number + ": " + cause.getMessage()
                        + "; stop what is there, or choose another with " + option,
                e);
    }
}
