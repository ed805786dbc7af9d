// SPDX-License-Identifier: Apache-2.0
package io.slostream.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The server properties of a single node: everything once, nothing waits, nothing is removed by age, loopback only. */
final class BrokerSettings {
    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private static final String HOST = "127.0.0.1";
    private static final String CLIENTS = "CLIENTS";

    private BrokerSettings() {}

    static String address(int port) {
        return HOST + ":" + port;
    }

    static Map<String, String> of(
            Path data, int port, int controllerPort, Optional<Credentials> superUser, Map<String, String> overrides) {
        Map<String, String> settings = new HashMap<>();
        node(settings, data, port, controllerPort);
        singleReplica(settings);
        modest(settings);
        superUser.ifPresent(user -> secured(settings, user));
        settings.putAll(overrides);
        return settings;
    }

    private static void node(Map<String, String> settings, Path data, int port, int controllerPort) {
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE_ID));
        // Voters by configuration, not in the log: the controller may have another port at the next start.
        settings.put("controller.quorum.voters", NODE_ID + "@" + address(controllerPort));
        settings.put("controller.listener.names", CONTROLLER_LISTENER);
        settings.put("inter.broker.listener.name", CLIENTS);
        settings.put(
                "listeners",
                CLIENTS + "://" + address(port) + "," + CONTROLLER_LISTENER + "://" + address(controllerPort));
        settings.put("advertised.listeners", CLIENTS + "://" + address(port));
        settings.put("listener.security.protocol.map", CLIENTS + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
        settings.put("log.dirs", data.toString());
    }

    private static void singleReplica(Map<String, String> settings) {
        // With the defaults of 3 and 2 the first transaction on a single node waits for ever.
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        // Each of the 50 default partitions costs files and start-up time.
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("share.coordinator.state.topic.num.partitions", "4");
    }

    private static void modest(Map<String, String> settings) {
        settings.put("auto.create.topics.enable", "false");
        settings.put("log.retention.ms", "-1");
        settings.put("log.retention.bytes", "-1");
        // A commit's marker bears today's time. Behind records of a story in the past it would end the segment, and
        // what
        // is in an ended segment of a compacted topic is compacted.
        settings.put("log.roll.ms", Long.toString(Long.MAX_VALUE));
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.streams.initial.rebalance.delay.ms", "0");
        settings.put("group.min.session.timeout.ms", "100");
        // How soon the transaction of a killed client is aborted after its own time-out; the default adds 10 s.
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        settings.put("log.cleaner.dedupe.buffer.size", "2097152");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        // Nobody looks at this JVM through JMX, and two brokers in it would use the same names.
        settings.put("metric.reporters", "");
    }

    /** Clients and the broker itself log in by SCRAM; the controller asks for the super user too, so no way is open. */
    private static void secured(Map<String, String> settings, Credentials superUser) {
        settings.put(
                "listener.security.protocol.map",
                CLIENTS + ":SASL_PLAINTEXT," + CONTROLLER_LISTENER + ":SASL_PLAINTEXT");
        settings.put("sasl.enabled.mechanisms", "SCRAM-SHA-256");
        settings.put("sasl.mechanism.inter.broker.protocol", "SCRAM-SHA-256");
        settings.put("listener.name.clients.scram-sha-256.sasl.jaas.config", superUser.scramLogin());
        // SCRAM users live in the metadata that a controller must first serve, so here PLAIN.
        settings.put("sasl.mechanism.controller.protocol", "PLAIN");
        settings.put("listener.name.controller.sasl.enabled.mechanisms", "PLAIN");
        settings.put("listener.name.controller.plain.sasl.jaas.config", superUser.plainListener());
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        settings.put("super.users", superUser.principal());
        settings.put("allow.everyone.if.no.acl.found", "false");
    }
}
