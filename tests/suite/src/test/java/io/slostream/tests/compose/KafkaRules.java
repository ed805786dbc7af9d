// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;

/** The environment of the broker, a node of KRaft that is broker and controller. */
final class KafkaRules {
    static final String SERVICE = "kafka";
    private static final String CONTROLLER = "CONTROLLER";

    private static final List<String> ONE_COPY = List.of(
            "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR",
            "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR",
            "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR",
            "KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR",
            "KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR");

    private final Service kafka;
    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();

    private KafkaRules(Service kafka) {
        this.kafka = kafka;
        this.environment = kafka.map("environment");
    }

    static List<String> problems(Stack stack) {
        KafkaRules rules = new KafkaRules(stack.services().get(SERVICE));
        rules.node();
        rules.listeners();
        rules.storage();
        return rules.problems;
    }

    /** Where the other services reach it: the ports of the listeners whose advertised host is the service itself. */
    static Set<Integer> ports(Service kafka) {
        Set<Integer> ports = new TreeSet<>();
        addresses(kafka.map("environment").getOrDefault("KAFKA_ADVERTISED_LISTENERS", "")).values().stream()
                .filter(address -> address.host().equals(SERVICE))
                .forEach(address -> ports.add(address.port()));
        return ports;
    }

    private void node() {
        require("KAFKA_PROCESS_ROLES", "broker,controller");
        ONE_COPY.forEach(key -> require(key, "1"));
        try {
            Uuid.fromString(value("CLUSTER_ID"));
        } catch (IllegalArgumentException e) {
            problems.add("kafka: CLUSTER_ID is not 16 bytes in base64");
        }
    }

    private void listeners() {
        Map<String, Address> bound = addresses(value("KAFKA_LISTENERS"));
        Map<String, Address> advertised = addresses(value("KAFKA_ADVERTISED_LISTENERS"));
        Set<String> protocols = new TreeSet<>();
        for (String entry : value("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP").split(",", -1)) {
            protocols.add(entry.split(":", -1)[0]);
        }
        if (!protocols.equals(bound.keySet())) {
            problems.add("kafka: listeners " + bound.keySet() + " but protocols for " + protocols);
        }
        Set<String> clients = new TreeSet<>(bound.keySet());
        clients.remove(CONTROLLER);
        if (!clients.equals(advertised.keySet())) {
            problems.add("kafka: listeners " + clients + " but advertised are " + advertised.keySet());
        }
        require("KAFKA_CONTROLLER_LISTENER_NAMES", CONTROLLER);
        if (!clients.contains(value("KAFKA_INTER_BROKER_LISTENER_NAME"))) {
            problems.add("kafka: brokers speak to each other by no listener");
        }
        Address controller = bound.getOrDefault(CONTROLLER, new Address("", 0));
        require("KAFKA_CONTROLLER_QUORUM_VOTERS", value("KAFKA_NODE_ID") + "@localhost:" + controller.port());
        advertised.forEach((name, address) -> advertised(name, address, Optional.ofNullable(bound.get(name))));
    }

    /** A client goes where the broker tells it to: that must be the same listener, reachable from where the client is. */
    private void advertised(String name, Address address, Optional<Address> bound) {
        if (bound.filter(listener -> listener.port() == address.port()).isEmpty()) {
            problems.add("kafka: " + name + " is advertised on port " + address.port() + ", where it does not listen");
        }
        String published = "127.0.0.1:" + address.port() + ":" + address.port();
        boolean isReachable = address.host().equals(SERVICE)
                || address.host().equals("localhost") && kafka.words("ports").contains(published);
        if (!isReachable) {
            problems.add("kafka: " + name + " is advertised as " + address.host() + ":" + address.port()
                    + ", which nobody reaches");
        }
    }

    private void storage() {
        if (kafka.mountOf(value("KAFKA_LOG_DIRS"))
                .filter(Service.Mount::isNamed)
                .isEmpty()) {
            problems.add("kafka: records in " + value("KAFKA_LOG_DIRS") + " do not outlive the container");
        }
    }

    private String value(String key) {
        return environment.getOrDefault(key, "");
    }

    private void require(String key, String value) {
        if (!value(key).equals(value)) {
            problems.add("kafka: " + key + " is " + value(key) + ", not " + value);
        }
    }

    private static Map<String, Address> addresses(String listeners) {
        Map<String, Address> addresses = new TreeMap<>();
        for (String listener : listeners.split(",", -1)) {
            if (listener.matches("[A-Z]+://[^:]*:[0-9]+")) {
                String[] parts = listener.split(":", -1);
                addresses.put(parts[0], new Address(parts[1].substring(2), Integer.parseInt(parts[2])));
            }
        }
        return addresses;
    }

    private record Address(String host, int port) {}
}
