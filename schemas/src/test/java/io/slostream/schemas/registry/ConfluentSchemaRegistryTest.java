// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slostream.schemas.telemetry.TelemetryKind;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConfluentSchemaRegistryTest {
    private static final String PASSWORD = "changeit";

    @ParameterizedTest
    @EnumSource(TelemetryKind.class)
    void shouldReadBackWhatItRegistered(TelemetryKind kind) {
        ConfluentSchemaRegistry registry = new ConfluentSchemaRegistry("mock://round-trip", Map.of());

        int id = registry.register(kind.topic() + "-value", kind.schema());

        assertThat(id).isPositive();
        assertThat(registry.writerSchema(id)).isEqualTo(new WriterSchema.Known(kind.schema()));
        assertThat(registry.register(kind.topic() + "-value", kind.schema())).isEqualTo(id);
    }

    @Test
    void shouldCallAnIdUnknownInAMockRegistry() {
        ConfluentSchemaRegistry registry = new ConfluentSchemaRegistry("mock://empty", Map.of());

        assertThat(registry.writerSchema(4711)).isEqualTo(new WriterSchema.Unknown());
    }

    @Test
    void shouldSendBasicCredentials() {
        try (StubRegistry stub = StubRegistry.http()) {
            ConfluentSchemaRegistry registry = new ConfluentSchemaRegistry(
                    stub.url(),
                    Map.of("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "engine:secret"));

            registry.writerSchema(1);

            String credentials = Base64.getEncoder().encodeToString("engine:secret".getBytes(StandardCharsets.UTF_8));
            assertThat(stub.authorizations).containsExactly("Basic " + credentials);
            assertThat(stub.paths.get(0)).startsWith("/schemas/ids/1");
        }
    }

    @Test
    void shouldSendABearerToken() {
        try (StubRegistry stub = StubRegistry.http()) {
            ConfluentSchemaRegistry registry = new ConfluentSchemaRegistry(
                    stub.url(), Map.of("bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", "t0ken"));

            registry.writerSchema(1);

            assertThat(stub.authorizations).containsExactly("Bearer t0ken");
        }
    }

    @Test
    void shouldAskTheNextUrlWhenOneIsDown() throws IOException {
        try (StubRegistry stub = StubRegistry.http()) {
            ConfluentSchemaRegistry registry =
                    new ConfluentSchemaRegistry(closedUrl() + " , " + stub.url() + ",", Map.of());

            assertThat(registry.writerSchema(1)).isInstanceOf(WriterSchema.Known.class);
        }
    }

    @Test
    void shouldReportAnOutageWhenNothingListens() throws IOException {
        ConfluentSchemaRegistry registry = new ConfluentSchemaRegistry(closedUrl(), Map.of());

        assertThatThrownBy(() -> registry.writerSchema(1)).isInstanceOf(RegistryUnavailableException.class);
        assertThatThrownBy(() -> registry.register("s-value", Schema.create(Schema.Type.STRING)))
                .isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void shouldReportAnOutageWhenTheAnswerIsSlow() {
        try (StubRegistry stub = StubRegistry.http().delays(1_500)) {
            ConfluentSchemaRegistry registry =
                    new ConfluentSchemaRegistry(stub.url(), Map.of("http.read.timeout.ms", "200"));

            assertThatThrownBy(() -> registry.writerSchema(1)).isInstanceOf(RegistryUnavailableException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | {\"error_code\":401,\"message\":\"Unauthorized\"}",
                "403 | {\"error_code\":40301,\"message\":\"Forbidden\"}",
                "429 | {\"error_code\":429,\"message\":\"slow down\"}",
                "500 | {\"error_code\":50001,\"message\":\"store failed\"}",
                "502 | <html>bad gateway</html>",
                "503 | ''",
                "404 | <html>no such page</html>",
                "404 | {\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}",
                "200 | <html>login</html>",
                "200 | {}",
                "200 | ''",
                "200 | {\"schema\":",
            })
    void shouldReportAnOutageForEveryAnswerThatIsNone(int status, String body) {
        try (StubRegistry stub = StubRegistry.http().answers(status, body)) {
            ConfluentSchemaRegistry registry = new ConfluentSchemaRegistry(stub.url(), Map.of());

            assertThatThrownBy(() -> registry.writerSchema(1)).isInstanceOf(RegistryUnavailableException.class);
        }
    }

    @Test
    void shouldCallAnIdUnknownOnlyWhenTheRegistrySaysSo() {
        try (StubRegistry stub =
                StubRegistry.http().answers(404, "{\"error_code\":40403,\"message\":\"Schema 1 not found\"}")) {
            ConfluentSchemaRegistry registry = new ConfluentSchemaRegistry(stub.url(), Map.of());

            assertThat(registry.writerSchema(1)).isEqualTo(new WriterSchema.Unknown());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"schema\":\"syntax = proto3;\",\"schemaType\":\"PROTOBUF\"}",
                "{\"schema\":\"{\\\"type\\\":\\\"object\\\"}\",\"schemaType\":\"JSON\"}",
                "{\"schema\":\"{\\\"type\\\":\\\"nonsense\\\"}\"}",
                "{\"schema\":\"not avro\"}",
            })
    void shouldCallASchemaUnusableThatIsNoAvro(String body) {
        try (StubRegistry stub = StubRegistry.http().answers(200, body)) {
            ConfluentSchemaRegistry registry = new ConfluentSchemaRegistry(stub.url(), Map.of());

            assertThat(registry.writerSchema(1)).isInstanceOf(WriterSchema.Unusable.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"409,409", "422,42201"})
    void shouldTellARefusedSchemaFromAnOutage(int status, int code) {
        try (StubRegistry stub =
                StubRegistry.http().answers(status, "{\"error_code\":" + code + ",\"message\":\"no\"}")) {
            ConfluentSchemaRegistry registry = new ConfluentSchemaRegistry(stub.url(), Map.of());

            assertThatThrownBy(() -> registry.register("s-value", Schema.create(Schema.Type.STRING)))
                    .isInstanceOf(SchemaRefusedException.class)
                    .hasMessageContaining("s-value");
        }
    }

    @Test
    void shouldRefuseSettingsWithoutRepeatingSecrets() {
        assertThatThrownBy(() -> new ConfluentSchemaRegistry(" , ", Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ConfluentSchemaRegistry(
                        "http://localhost:1",
                        Map.of(
                                "schema.registry.ssl.truststore.location", "/nonexistent/store",
                                "schema.registry.ssl.truststore.password", "s3cret")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void shouldTrustTheGivenStoreOverTls(@TempDir Path dir) throws Exception {
        Path store = dir.resolve("registry.p12");
        selfSigned(store);
        try (StubRegistry stub = StubRegistry.https(context(store))) {
            ConfluentSchemaRegistry trusting = new ConfluentSchemaRegistry(
                    stub.url(),
                    Map.of(
                            "schema.registry.ssl.truststore.location",
                            store.toString(),
                            "schema.registry.ssl.truststore.password",
                            PASSWORD,
                            "schema.registry.ssl.truststore.type",
                            "PKCS12"));
            ConfluentSchemaRegistry doubting = new ConfluentSchemaRegistry(stub.url(), Map.of());

            assertThat(trusting.writerSchema(1)).isInstanceOf(WriterSchema.Known.class);
            assertThatThrownBy(() -> doubting.writerSchema(1)).isInstanceOf(RegistryUnavailableException.class);
        }
    }

    private static String closedUrl() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return "http://localhost:" + socket.getLocalPort();
        }
    }

    private static void selfSigned(Path store) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "registry",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=DNS:localhost,IP:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(output).isZero();
    }

    private static SSLContext context(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }
}
