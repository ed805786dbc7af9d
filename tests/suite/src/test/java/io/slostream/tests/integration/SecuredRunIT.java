// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.apache.kafka.common.acl.AclOperation.ALTER;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;
import static org.apache.kafka.common.resource.ResourceType.CLUSTER;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.app.run.EngineRunner;
import io.slostream.broker.EmbeddedBroker;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.topic.TopicCatalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code slostream run} against a cluster with logins and an authorizer, as a user with exactly the rights that the README
 * of module app lists.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SecuredRunIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final long LIMIT_SECONDS = 30;
    private static final String APPLICATION = "test-engine";

    @TempDir
    private Path directory;

    private EmbeddedBroker broker;
    private Map<String, Object> superUser;
    private Admin admin;

    @BeforeEach
    void startBroker() throws Exception {
        broker = EmbeddedBroker.builder()
                .superUser("admin", "admin-secret")
                .user("engine", "engine-secret")
                .start();
        superUser = broker.clientConfig("admin", "admin-secret");
        admin = Admin.create(superUser);
        Files.writeString(directory.resolve("password"), "engine-secret\n");
    }

    @AfterEach
    void stopBroker() {
        admin.close();
        broker.close();
    }

    /** The table in the README. */
    private static List<AclBinding> listedRights(String application) {
        List<AclBinding> rights = new ArrayList<>();
        for (String topic : List.of(EngineFiles.TOPIC, TelemetryKind.EXCLUSION.topic())) {
            allow(rights, TOPIC, topic, LITERAL, READ, WRITE, DESCRIBE, DESCRIBE_CONFIGS);
        }
        for (String topic : List.of("alerts", "transitions", "summaries", "panes", "dead-letters", "definitions")) {
            allow(rights, TOPIC, "slo." + topic + ".v1", LITERAL, WRITE, DESCRIBE, DESCRIBE_CONFIGS);
        }
        allow(rights, TOPIC, TopicCatalog.DEFINITIONS.name(), LITERAL, READ);
        allow(rights, TOPIC, TopicCatalog.ALERTS.name(), LITERAL, READ);
        allow(rights, TOPIC, TopicCatalog.SUMMARIES.name(), LITERAL, READ);
        allow(rights, TOPIC, TopicCatalog.PANES.name(), LITERAL, READ);
        allow(rights, TOPIC, TopicCatalog.TRANSITIONS.name(), LITERAL, READ);
        allow(rights, TOPIC, application, PREFIXED, READ, WRITE, CREATE, DESCRIBE, ALTER, DELETE);
        allow(rights, GROUP, application, LITERAL, READ, DESCRIBE);
        allow(rights, TRANSACTIONAL_ID, application, PREFIXED, WRITE, DESCRIBE);
        allow(rights, CLUSTER, Resource.CLUSTER_NAME, LITERAL, CREATE);
        return rights;
    }

    private static void allow(
            List<AclBinding> rights, ResourceType type, String name, PatternType pattern, AclOperation... operations) {
        for (AclOperation operation : operations) {
            rights.add(new AclBinding(
                    new ResourcePattern(type, name, pattern),
                    new AccessControlEntry("User:engine", "*", operation, AclPermissionType.ALLOW)));
        }
    }

    @Test
    void shouldRunWithTheListedRightsAndNoMore() throws Exception {
        grant(listedRights(APPLICATION));
        try (EngineProcess engine = run(APPLICATION)) {
            Await.until("running", SOON, () -> engine.isRunning() || !engine.isAlive());
            assertThat(engine.isAlive()).as(engine.stderr()).isTrue();
            try (Canaries canaries = Canaries.start(superUser, 4);
                    CommittedReader alerts =
                            new CommittedReader(superUser, TopicCatalog.ALERTS, SchemaRegistry.none())) {
                alerts.await(
                        "an alert", SOON, alert -> alert.get("group").toString().equals("math"));
                canaries.stop();
            }
            assertThat(engine.terminate()).as(engine.stderr()).isZero();
            assertThat(engine.stdout()).contains("\"alerts\":[{\"slo\":\"canary-fast\"");
            assertThat(engine.stderr()).doesNotContainIgnoringCase("authoriz").doesNotContain("engine-secret");
        }
    }

    @Test
    void shouldJudgeThereAsTheOracleDoes() throws Exception {
        grant(listedRights(APPLICATION));
        EngineFiles files = new EngineFiles(directory, broker.bootstrap())
                .login("engine", "password")
                .slos(FaultSlos.canaries());
        try (EngineRunner engine = new EngineRunner(files.read())) {
            engine.start();
            assertThat(engine.awaitRunning(SOON)).as("running").isTrue();
            try (SeededTelemetry telemetry =
                    SeededTelemetry.start(superUser, 7, SeededTelemetry.partitions(EngineFiles.TOPIC, 4))) {
                TransitionLog transitions = new TransitionLog(superUser);
                telemetry.force("math", 1);
                transitions.await(FaultSlos.HELD, "math", "firing");
                telemetry.force("math", 0);
                transitions.await(FaultSlos.HELD, "math", "resolved");

                new LogJudge(superUser, APPLICATION, FaultSlos.canaries())
                        .judge("authorizer", telemetry, List.of(engine));
            }
        }
    }

    /**
     * A right that is taken away.
     *
     * @param resource name of the resource; {@code %s} is the application id
     * @param named what the message must name
     */
    private record Missing(ResourceType type, String resource, AclOperation operation, String named) {

        boolean takes(AclBinding right, String application) {
            boolean same = right.pattern().resourceType() == type
                    && right.pattern().name().equals(resource.formatted(application))
                    && right.entry().operation() == operation;
            // Whoever may create on the cluster may create every topic: without one right the other is still enough.
            boolean onCluster = type == TOPIC
                    && operation == CREATE
                    && right.pattern().resourceType() == CLUSTER
                    && right.entry().operation() == CREATE;
            return same || onCluster;
        }
    }

    @Test
    void shouldEndWithCodeTwoAndNameWhatIsMissing() throws Exception {
        List<Missing> cases = List.of(
                new Missing(CLUSTER, Resource.CLUSTER_NAME, CREATE, "topic telemetry.canaries.v1 is missing"),
                new Missing(TOPIC, EngineFiles.TOPIC, DESCRIBE_CONFIGS, "telemetry.canaries.v1"),
                new Missing(TOPIC, EngineFiles.TOPIC, READ, "telemetry.canaries.v1"),
                new Missing(
                        TOPIC,
                        EngineFiles.TOPIC,
                        WRITE,
                        "refuses the engine: Not authorized to access topics: [telemetry."),
                new Missing(TOPIC, TopicCatalog.DEFINITIONS.name(), WRITE, "slo.definitions.v1"),
                new Missing(
                        TOPIC,
                        TopicCatalog.SUMMARIES.name(),
                        WRITE,
                        "refuses the engine: Not authorized to access topics: [slo.sum"),
                new Missing(TOPIC, "%s", CREATE, "the cluster refuses the engine: "),
                new Missing(TOPIC, "%s", WRITE, "refuses the engine: Not authorized to access topics: [%s-"),
                new Missing(GROUP, "%s", READ, "grant READ on the group"),
                new Missing(
                        TRANSACTIONAL_ID,
                        "%s",
                        WRITE,
                        "grant WRITE and DESCRIBE on transactional ids with the prefix of the application id"));
        for (int number = 0; number < cases.size(); number++) {
            // Each begins anew, so that nothing was written before the right was taken away.
            String application = "engine" + number + "x";
            Missing missing = cases.get(number);
            List<AclBinding> all = listedRights(application);
            List<AclBinding> fewer = all.stream()
                    .filter(right -> !missing.takes(right, application))
                    .toList();
            assertThat(fewer).as("rights without %s", missing).hasSizeLessThan(all.size());
            grant(fewer);
            try (EngineProcess engine = run(application)) {
                assertThat(engine.awaitExit(60))
                        .as("exit code without %s", missing)
                        .isEqualTo(2);
                assertThat(engine.stderr().lines())
                        .as("what is said without %s", missing)
                        .anySatisfy(line -> assertThat(line)
                                .doesNotContain(" ERROR ")
                                .contains(missing.named().formatted(application)));
                assertThat(engine.stderr())
                        .as("one sentence, no stack trace, without %s", missing)
                        .doesNotContain("\tat ");
            }
        }
    }

    private EngineProcess run(String application) throws Exception {
        String config = new EngineFiles(directory, broker.bootstrap())
                .login("engine", "password")
                .with("applicationId: " + application)
                .write()
                .toString();
        return EngineProcess.start(directory, "run", "-c", config, "--format", "json");
    }

    private void grant(List<AclBinding> rights) throws Exception {
        admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        admin.createAcls(rights).all().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
}
