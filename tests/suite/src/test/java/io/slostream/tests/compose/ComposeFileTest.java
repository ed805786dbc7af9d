// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.compose;

import static io.slostream.tests.compose.Stack.ALERTMANAGER;
import static io.slostream.tests.compose.Stack.COMPOSE;
import static io.slostream.tests.compose.Stack.DATASOURCE;
import static io.slostream.tests.compose.Stack.DOCKERFILE;
import static io.slostream.tests.compose.Stack.ENGINE;
import static io.slostream.tests.compose.Stack.GUIDE;
import static io.slostream.tests.compose.Stack.NOTIFY;
import static io.slostream.tests.compose.Stack.PROMETHEUS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** docker-compose.yml keeps its promises, and an edit that breaks one is told in one sentence. */
class ComposeFileTest {
    @Test
    void shouldHaveTheServicesThatItIsFor() {
        assertThat(Stack.shipped().services())
                .containsOnlyKeys(
                        "alertmanager",
                        "echo",
                        "engine",
                        "generate-dashboards",
                        "generate-rules",
                        "grafana",
                        "kafka",
                        "notifier",
                        "producer",
                        "prometheus",
                        "registry");
    }

    @Test
    void shouldKeepEveryRule() {
        assertThat(problems(Stack.shipped())).isEmpty();
    }

    @ParameterizedTest(name = "{3}")
    @MethodSource({"containment", "life", "files", "kafka", "addresses"})
    void shouldRefuse(String file, String text, String replacement, String problem) {
        assertThat(problems(Stack.shipped().with(file, text, replacement))).contains(problem);
    }

    static Stream<Arguments> containment() {
        return Stream.of(
                compose("apache/kafka:4.3.1", "apache/kafka:latest", "kafka: image apache/kafka:latest is not pinned"),
                compose("grafana/grafana:13.2.3", "grafana/grafana", "grafana: image grafana/grafana is not pinned"),
                compose("slostream:0.1.0", "slostream", "producer: image slostream is not pinned"),
                compose("127.0.0.1:9090:9090", "9090:9090", "prometheus: port 9090:9090 is not published on 127.0.0.1"),
                compose(
                        "127.0.0.1:8080:8080",
                        "0.0.0.0:8080:8080",
                        "engine: port 0.0.0.0:8080:8080 is not published on 127.0.0.1"),
                compose("    user: \"472\"\n", "", "grafana: user is root"),
                compose("user: \"1000\"", "user: \"0:1000\"", "echo: user is root"),
                compose("user: nobody", "user: root", "prometheus: user is root"),
                compose("  read_only: true\n  # Comp", "  # Comp", "engine: root file system is writable"),
                compose("cap_drop: [ALL]", "cap_drop: [NET_RAW]", "kafka: keeps capabilities"),
                compose("no-new-privileges:true", "label:disable", "alertmanager: may gain privileges"),
                compose("hostname: engine\n", "network_mode: host\n", "engine: is granted network_mode"),
                compose("    mem_limit: 640m\n", "", "registry: no limit of memory"),
                compose("./slos:/slostream/slos:ro", "./slos:/slostream/slos", "engine: may write ./slos"));
    }

    static Stream<Arguments> life() {
        return Stream.of(
                compose("test: [\"CMD\", \"grep\"", "check: [\"CMD\", \"grep\"", "producer: has no health check"),
                compose(
                        "restart: unless-stopped\n\nvolumes",
                        "restart: \"no\"\n\nvolumes",
                        "echo: ends, and has a health check"),
                compose("restart: on-failure:5", "restart: always", "engine: restart always"),
                compose("restart: on-failure:5", "restart: on-failure", "notifier: restart on-failure"),
                compose("stop_grace_period: 45s", "stop_grace_period: 10s", "engine: is killed before it has closed"),
                compose("      registry: { c", "      schemas: { c", "engine: waits for schemas, which does not exist"),
                compose(
                        "echo: { condition: service_healthy }",
                        "echo: { condition: service_started }",
                        "notifier: waits for echo with condition service_started"),
                compose(
                        "generate-rules: { condition: service_completed_successfully }",
                        "generate-rules: { condition: service_healthy }",
                        "prometheus: waits for generate-rules with condition service_healthy"),
                compose(
                        "    user: appuser\n    environment:\n      CLUSTER",
                        "    user: appuser\n    depends_on: { engine: { condition: service_healthy } }\n    environment:\n"
                                + "      CLUSTER",
                        "kafka: waits for itself"));
    }

    static Stream<Arguments> files() {
        return Stream.of(
                compose(
                        "./compose/prometheus.yml",
                        "./compose/prometheus.yaml",
                        "prometheus: mounts ./compose/prometheus.yaml, which does not exist"),
                compose("  engine-state:\n", "", "volume engine-state is not declared"),
                compose("volumes:\n  kafka", "volumes:\n  old-data:\n  kafka", "volume old-data is not used"),
                compose(
                        "engine-state:/state",
                        "engine-state:/data",
                        "engine: the image has no folder /data of its user"),
                compose("/tmp:exec,mode", "/tmp:noexec,mode", "engine: native libraries cannot be unpacked into /tmp"),
                compose("\"10001:10001\"", "\"10002:10002\"", "engine: user is not that of the image, 10001:10001"),
                compose(
                        "command: [\"notify\"",
                        "image: slostream:0.2.0\n    command: [\"notify\"",
                        "notifier: one image has several names: [slostream:0.1.0, slostream:0.2.0]"),
                arguments(
                        ENGINE,
                        "/state/engine",
                        "/var/state",
                        "engine: state in /var/state does not outlive the container"),
                arguments(
                        DOCKERFILE,
                        "--owner=10001",
                        "--owner=10002",
                        "generate-rules: the image has no folder /generated of its user"),
                compose(
                        "${SLOSTREAM_INCIDENT:-canary:math@3m+15m}",
                        "${SLOSTREAM_INCIDENT}",
                        "variable SLOSTREAM_INCIDENT has no default"),
                arguments(
                        GUIDE,
                        "`SLOSTREAM_INCIDENT`",
                        "an incident",
                        "variable SLOSTREAM_INCIDENT is not described in compose/README.md"));
    }

    static Stream<Arguments> kafka() {
        return Stream.of(
                compose(
                        "INTERNAL://kafka:9092",
                        "INTERNAL://kafka:9094",
                        "kafka: INTERNAL is advertised on port 9094, where it does not listen"),
                compose(
                        "INTERNAL://kafka:9092",
                        "INTERNAL://broker:9092",
                        "kafka: INTERNAL is advertised as broker:9092, which nobody reaches"),
                compose(
                        "127.0.0.1:19092:19092",
                        "127.0.0.1:9092:19092",
                        "kafka: HOST is advertised as localhost:19092, which nobody reaches"),
                compose(
                        "HOST://:19092,",
                        "",
                        "kafka: listeners [CONTROLLER, INTERNAL] but protocols for [CONTROLLER, HOST, INTERNAL]"),
                compose(
                        ",HOST://localhost:19092",
                        "",
                        "kafka: listeners [HOST, INTERNAL] but advertised are [INTERNAL]"),
                compose(
                        "LISTENER_NAME: INTERNAL",
                        "LISTENER_NAME: PLAINTEXT",
                        "kafka: brokers speak to each other by no listener"),
                compose(
                        "LISTENER_NAMES: CONTROLLER",
                        "LISTENER_NAMES: INTERNAL",
                        "kafka: KAFKA_CONTROLLER_LISTENER_NAMES is INTERNAL, not CONTROLLER"),
                compose(
                        "1@localhost:9093",
                        "1@localhost:9092",
                        "kafka: KAFKA_CONTROLLER_QUORUM_VOTERS is 1@localhost:9092, not 1@localhost:9093"),
                compose("roker,controller", "roker", "kafka: KAFKA_PROCESS_ROLES is broker, not broker,controller"),
                compose(
                        "      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: \"1\"\n",
                        "",
                        "kafka: KAFKA_TRANSACTION_STATE_LOG_MIN_ISR is , not 1"),
                compose("CLUSTER_ID: c2xv", "CLUSTER_ID: c2", "kafka: CLUSTER_ID is not 16 bytes in base64"),
                compose(
                        "LOG_DIRS: /var/lib/kafka/data",
                        "LOG_DIRS: /tmp/logs",
                        "kafka: records in /tmp/logs do not outlive the container"));
    }

    static Stream<Arguments> addresses() {
        return Stream.of(
                arguments(ENGINE, "kafka:9092", "kafka:19092", "compose/engine.yaml: nobody listens on kafka:19092"),
                arguments(NOTIFY, "kafka:9092", "broker:9092", "compose/notify.yaml: nobody listens on broker:9092"),
                arguments(NOTIFY, "echo:8080", "echo:80800", "compose/notify.yaml: nobody listens on echo:80800"),
                compose(
                        "PLAINTEXT://kafka:9092",
                        "PLAINTEXT://kafka:9093",
                        "docker-compose.yml: nobody listens on kafka:9093"),
                compose(
                        "--registry=http://registry:8081",
                        "--registry=http://registry:8082",
                        "docker-compose.yml: nobody listens on registry:8082"),
                compose(
                        "/dev/tcp/notifier/8082",
                        "/dev/tcp/notifier/8080",
                        "docker-compose.yml: nobody listens on notifier:8080"),
                arguments(
                        PROMETHEUS,
                        "engine:8080",
                        "slostream:8080",
                        "compose/prometheus.yml: nobody listens on slostream:8080"),
                arguments(
                        ALERTMANAGER,
                        "echo:8080",
                        "hook:8080",
                        "compose/alertmanager.yml: nobody listens on hook:8080"),
                arguments(
                        DATASOURCE,
                        "prometheus:9090",
                        "prometheus:9091",
                        "compose/grafana/datasources/prometheus.yml: nobody listens on prometheus:9091"),
                arguments(
                        ENGINE,
                        "port: 8080",
                        "port: 8088",
                        "engine: publishes 127.0.0.1:8080:8080, where it does not listen"),
                arguments(ENGINE, "[engine]", "[motor]", "engine: is not served under its name"),
                arguments(ENGINE, "host: 0.0.0.0", "host: 127.0.0.1", "engine: is not served under its name"),
                arguments(NOTIFY, "host: notifier", "host: 127.0.0.1", "notifier: is not served under its name"),
                compose("hostname: notifier", "hostname: pager", "notifier: is not served under its name"),
                compose(":2384 01 ", ":2385 01 ", "producer: its health check looks for no connection to kafka"),
                arguments(
                        NOTIFY,
                        "engine: compose",
                        "engine: example",
                        "notifier: watches example, which is not the engine"));
    }

    private static List<String> problems(Stack stack) {
        List<String> problems = new ArrayList<>();
        problems.addAll(ContainmentRules.problems(stack));
        problems.addAll(LifeRules.problems(stack));
        problems.addAll(FileRules.problems(stack));
        problems.addAll(KafkaRules.problems(stack));
        problems.addAll(AddressRules.problems(stack));
        return problems;
    }

    private static Arguments compose(String text, String replacement, String problem) {
        return arguments(COMPOSE, text, replacement, problem);
    }
}
