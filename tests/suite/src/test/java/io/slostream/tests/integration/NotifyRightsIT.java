// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;
import static org.apache.kafka.common.resource.ResourceType.CLUSTER;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.broker.EmbeddedBroker;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.topic.TopicCatalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code slostream notify} against a cluster with logins and an authorizer, as a user with exactly the rights that the
 * README of module app lists, and with one less.
 */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NotifyRightsIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final long LIMIT_SECONDS = 30;
    private static final String ALERTS = TopicCatalog.ALERTS.name();
    private static final String DEAD = TopicCatalog.DEAD_NOTIFICATIONS.name();
    private static final String ENGINE = "test-engine";
    private static final String PACKETS = ENGINE + "-packets-repartition";

    private static EmbeddedBroker broker;
    private static Map<String, Object> superUser;
    private static Admin admin;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = EmbeddedBroker.builder()
                .superUser("admin", "admin-secret")
                .user("notifier", "notifier-secret")
                .start();
        superUser = broker.clientConfig("admin", "admin-secret");
        admin = Admin.create(superUser);
        admin.createTopics(List.of(
                        new NewTopic(ALERTS, 4, (short) 1).configs(TopicCatalog.ALERTS.config()),
                        new NewTopic(PACKETS, 1, (short) 1)))
                .all()
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @AfterAll
    static void stopBroker() {
        admin.close();
        broker.close();
    }

    @BeforeEach
    void writePassword() throws Exception {
        Files.writeString(directory.resolve("password"), "notifier-secret\n");
    }

    /** The table in the README. */
    private static List<AclBinding> listedRights() {
        List<AclBinding> rights = new ArrayList<>();
        allow(rights, TOPIC, ALERTS, LITERAL, READ, DESCRIBE);
        allow(rights, TOPIC, DEAD, LITERAL, READ, WRITE, DESCRIBE);
        allow(rights, GROUP, "pager", PREFIXED, READ, DESCRIBE);
        allow(rights, GROUP, ENGINE, LITERAL, DESCRIBE);
        allow(rights, TOPIC, PACKETS, LITERAL, DESCRIBE);
        allow(rights, CLUSTER, Resource.CLUSTER_NAME, LITERAL, CREATE);
        return rights;
    }

    private static void allow(
            List<AclBinding> rights, ResourceType type, String name, PatternType pattern, AclOperation... operations) {
        for (AclOperation operation : operations) {
            rights.add(new AclBinding(
                    new ResourcePattern(type, name, pattern),
                    new AccessControlEntry("User:notifier", "*", operation, AclPermissionType.ALLOW)));
        }
    }

    @Test
    void shouldNotifyWithTheListedRightsAndNoMore() throws Exception {
        grant(listedRights());
        try (Pager pager = new Pager();
                AlertLog log = new AlertLog(superUser, json -> json);
                EngineProcess notifier = notify("pager-all", pager)) {
            log.fires("math");
            Await.until("it is told", SOON, () -> pager.events().contains("triggered math") || !notifier.isAlive());
            pager.answer(400);
            log.fires("code");
            Await.until("the refusal", SOON, () -> notifier.stderr().contains("REFUSED FOR GOOD"));
            try (CommittedReader letters =
                    new CommittedReader(superUser, TopicCatalog.DEAD_NOTIFICATIONS, SchemaRegistry.none())) {
                letters.await(
                        "a dead notification",
                        SOON,
                        letter -> letter.get("group").toString().equals("code"));
            }
            pager.answer(200);
            try (Engine engine = new Engine()) {
                Await.until("signs of life of an engine that moves", SOON, () -> {
                    engine.move();
                    return pager.events().stream().anyMatch(event -> event.startsWith("io.slostream.watchdog"));
                });
            }

            assertThat(notifier.terminate()).as(notifier.stderr()).isZero();
            assertThat(notifier.stderr()).doesNotContainIgnoringCase("authoriz").doesNotContain("notifier-secret");
        }
    }

    /** Commits as an engine does in its topic of packets. */
    private static final class Engine implements AutoCloseable {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private long offset;

        Engine() {
            Map<String, Object> client = new java.util.HashMap<>(superUser);
            client.put("group.id", ENGINE);
            consumer = new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        void move() {
            consumer.commitSync(Map.of(new TopicPartition(PACKETS, 0), new OffsetAndMetadata(offset++)));
        }

        @Override
        public void close() {
            consumer.close();
        }
    }

    /**
     * A right that is taken away.
     *
     * @param named what the message must name
     */
    private record Missing(ResourceType type, String resource, AclOperation operation, String named) {
        boolean takes(AclBinding right) {
            boolean same = right.pattern().resourceType() == type
                    && right.pattern().name().equals(resource)
                    && right.entry().operation() == operation;
            // READ and WRITE let see too.
            boolean sees = operation == DESCRIBE
                    && right.pattern().resourceType() == type
                    && right.pattern().name().equals(resource);
            return same || sees;
        }
    }

    @Test
    void shouldEndWithCodeTwoAndNameWhatIsMissing() throws Exception {
        List<Missing> cases = List.of(
                new Missing(CLUSTER, Resource.CLUSTER_NAME, CREATE, "grant CREATE on it or on the cluster"),
                new Missing(TOPIC, ALERTS, READ, "READ on topic slo.alerts.v1; grant"),
                new Missing(TOPIC, ALERTS, DESCRIBE, "DESCRIBE on topic slo.alerts.v1, READ on topic slo.alerts.v1;"),
                new Missing(TOPIC, DEAD, READ, "READ on topic slo.dead-notifications.v1;"),
                new Missing(TOPIC, DEAD, WRITE, "WRITE on topic slo.dead-notifications.v1;"),
                new Missing(GROUP, "pager", READ, "grant READ on group pager-6-hook"),
                new Missing(GROUP, "pager", DESCRIBE, "READ on group pager-7-hook;"),
                new Missing(GROUP, ENGINE, DESCRIBE, "DESCRIBE on group test-engine (watchdog);"),
                new Missing(TOPIC, PACKETS, DESCRIBE, "DESCRIBE on topic " + PACKETS + " (watchdog);"));
        try (Pager pager = new Pager()) {
            int number = 0;
            for (Missing missing : cases) {
                number++;
                // Only the first finds no topic of dead notifications.
                topicOfDeadNotifications(number > 1);
                List<AclBinding> fewer = listedRights().stream()
                        .filter(right -> !missing.takes(right))
                        .toList();
                assertThat(fewer).hasSizeLessThan(listedRights().size());
                grant(fewer);
                try (EngineProcess notifier = notify("pager-" + number, pager)) {
                    assertThat(notifier.awaitExit(60))
                            .as("exit code without %s", missing)
                            .isEqualTo(2);
                    assertThat(notifier.stderr())
                            .as("what is said without %s", missing)
                            .contains(missing.named())
                            .doesNotContain("\tat ");
                }
            }
        }
    }

    private static void topicOfDeadNotifications(boolean wanted) throws Exception {
        boolean there =
                admin.listTopics().names().get(LIMIT_SECONDS, TimeUnit.SECONDS).contains(DEAD);
        if (there && !wanted) {
            admin.deleteTopics(List.of(DEAD)).all().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } else if (wanted && !there) {
            admin.createTopics(List.of(new NewTopic(DEAD, 1, (short) 1))).all().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    private EngineProcess notify(String name, Pager pager) throws Exception {
        Path config = Files.writeString(
                directory.resolve(name + ".yaml"), """
                apiVersion: slostream/v1
                kind: Notify
                metadata: { name: %s }
                spec:
                  bootstrap: %s
                  http: { port: 0 }
                  kafka: { properties: { security.protocol: SASL_PLAINTEXT, sasl.mechanism: SCRAM-SHA-256, sasl.jaas.config: 'org.apache.kafka.common.security.scram.ScramLoginModule required username="notifier" password="${file:password}";' } }
                  watchdog: { engine: %s, every: 1s, staleAfter: 30s }
                  sinks: [ { name: hook, webhook: { url: "%s" } } ]
                """.formatted(name, broker.bootstrap(), ENGINE, pager.uri()));
        return EngineProcess.start(directory, "notify", "-c", config.toString());
    }

    private static void grant(List<AclBinding> rights) throws Exception {
        admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        admin.createAcls(rights).all().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
}
