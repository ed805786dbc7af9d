// SPDX-License-Identifier: Apache-2.0
package io.slostream.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SecuredBrokerTest {
    /** Refusals are what these tests are for; broker and clients log each one. */
    private static LogCapture log;

    private static EmbeddedBroker broker;
    private static Clients admin;

    @BeforeAll
    static void start() throws Exception {
        log = new LogCapture();
        broker = EmbeddedBroker.builder()
                .superUser("admin", "admin-secret")
                .user("writer", "writer-secret")
                .user("stranger", "stranger-secret")
                .start();
        admin = new Clients(broker.clientConfig("admin", "admin-secret"));
        admin.createTopic();
        try (Admin client = Admin.create(broker.clientConfig("admin", "admin-secret"))) {
            client.createAcls(List.of(new AclBinding(
                            new ResourcePattern(ResourceType.TOPIC, Clients.TOPIC, PatternType.LITERAL),
                            new AccessControlEntry("User:writer", "*", AclOperation.WRITE, AclPermissionType.ALLOW))))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    @AfterAll
    static void stop() {
        broker.close();
        log.close();
    }

    @Test
    void shouldLetAUserDoWhatItsAclAllowsAndNoMore() throws Exception {
        Clients writer = new Clients(broker.clientConfig("writer", "writer-secret"));

        writer.produce("from the writer");

        assertThat(admin.readAll()).contains("from the writer");
        assertThatThrownBy(writer::readAll).isInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void shouldRefuseAUserWithoutAcl() {
        Clients stranger = new Clients(broker.clientConfig("stranger", "stranger-secret"));

        assertThatThrownBy(() -> stranger.produce("x")).hasCauseInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(stranger::readAll).isInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void shouldRefuseAWrongPassword() {
        Clients impostor = new Clients(broker.clientConfig("admin", "writer-secret"));

        assertThatThrownBy(impostor::createTopic).hasCauseInstanceOf(SaslAuthenticationException.class);
    }

    @Test
    void shouldRefuseWhoeverDoesNotLogIn() {
        Map<String, Object> anonymous = broker.clientConfig();
        anonymous.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 3_000);
        anonymous.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000);

        assertThatThrownBy(() -> new Clients(anonymous).createTopic())
                .hasCauseInstanceOf(org.apache.kafka.common.errors.TimeoutException.class);
    }

    @Test
    void shouldRunTransactionsWhichTheBrokerMarksAsItself() throws Exception {
        try (KafkaProducer<String, String> producer = admin.transactionalProducer()) {
            producer.beginTransaction();
            Clients.send(producer, "in a transaction");
            producer.commitTransaction();
        }

        assertThat(admin.read("read_committed")).contains("in a transaction");
    }

    @Test
    void shouldNotShowPasswords() {
        assertThat(new Credentials("admin", "admin-secret").toString()).doesNotContain("secret");
    }
}
