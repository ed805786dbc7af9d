// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.registry;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.ParsedSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClientConfig;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClientFactory;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;

/**
 * A registry that speaks Confluent's API, reached with Confluent's own client. The only class that touches the client.
 *
 * <p>The client carries a relocated Avro, so schemas cross the border as text.
 */
public final class ConfluentSchemaRegistry implements SchemaRegistry {
    /**
     * The registry's own codes for an id that it does not have. A bare 404 is something else: a wrong path or a proxy,
     * where believing the answer would send every good record to the dead letters.
     */
    private static final Set<Integer> NOT_FOUND = Set.of(40401, 40403);

    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;
    private static final int CLIENT_CACHE_SIZE = 1_000;
    private static final String TIMEOUT_MS = "5000";

    private final String urls;
    private final SchemaRegistryClient client;

    /**
     * Connects lazily: no request is made here.
     *
     * @param urls comma-separated base URLs, tried in turn, or {@code mock://scope} for one in this process
     * @param config the client's own settings, passed through: {@code basic.auth.credentials.source},
     *     {@code basic.auth.user.info}, {@code bearer.auth.credentials.source}, {@code bearer.auth.token},
     *     {@code schema.registry.ssl.*}, {@code http.connect.timeout.ms} and {@code http.read.timeout.ms}
     *     (both 5000 when not given, since a slow registry holds up a stream thread), {@code proxy.host}
     * @throws IllegalArgumentException when no URL is given or the client refuses a setting
     */
    public ConfluentSchemaRegistry(String urls, Map<String, String> config) {
        List<String> list = Arrays.stream(urls.split(",", -1))
                .map(String::strip)
                .filter(url -> !url.isEmpty())
                .toList();
        if (list.isEmpty()) {
            throw new IllegalArgumentException("schema registry URLs: none given in '" + urls + "'");
        }
        this.urls = String.join(",", list);
        Map<String, Object> settings = new HashMap<>(config);
        putTimeout(settings, SchemaRegistryClientConfig.HTTP_CONNECT_TIMEOUT_MS);
        putTimeout(settings, SchemaRegistryClientConfig.HTTP_READ_TIMEOUT_MS);
        try {
            client = SchemaRegistryClientFactory.newClient(
                    list, CLIENT_CACHE_SIZE, List.of(new AvroSchemaProvider()), settings, Map.of());
        } catch (RuntimeException e) {
            // The client's text names the setting; the settings themselves hold secrets and stay out of the message.
            throw new IllegalArgumentException("schema registry settings refused: " + e.getMessage(), e);
        }
    }

    /** The URLs as given, without blanks: the identity of the registry for {@link SchemaCache}. */
    public String urls() {
        return urls;
    }

    @Override
    public WriterSchema writerSchema(int id) {
        try {
            ParsedSchema parsed = client.getSchemaById(id);
            if (!(parsed instanceof AvroSchema avro)) {
                return new WriterSchema.Unusable("schema " + id + " is of type " + parsed.schemaType() + ", not AVRO");
            }
            // The raw schema has references inlined, the canonical string has not.
            return SchemaText.parse(avro.rawSchema().toString());
        } catch (RestClientException e) {
            if (NOT_FOUND.contains(e.getErrorCode())) {
                return new WriterSchema.Unknown();
            }
            throw unavailable("schema " + id, e);
        } catch (IOException e) {
            // The client's answer to text of another schema language, or text that it cannot parse.
            if (e.getMessage() != null && e.getMessage().startsWith("Invalid schema")) {
                return new WriterSchema.Unusable("schema " + id + " is not valid Avro");
            }
            throw unavailable("schema " + id, e);
        } catch (RuntimeException e) {
            throw unavailable("schema " + id, e);
        } catch (StackOverflowError e) {
            return new WriterSchema.Unusable("schema " + id + " is nested too deep to be parsed");
        }
    }

    @Override
    public int register(String subject, Schema schema) {
        try {
            return client.register(subject, new AvroSchema(schema.toString()));
        } catch (RestClientException e) {
            if (e.getStatus() == CONFLICT || e.getStatus() == UNPROCESSABLE) {
                throw new SchemaRefusedException("subject " + subject + " refused the schema: " + e.getMessage(), e);
            }
            throw unavailable("subject " + subject, e);
        } catch (IOException | RuntimeException e) {
            throw unavailable("subject " + subject, e);
        }
    }

    private RegistryUnavailableException unavailable(String what, Exception cause) {
        return new RegistryUnavailableException("schema registry gave no usable answer for " + what, cause);
    }

    private static void putTimeout(Map<String, Object> settings, String key) {
        if (!settings.containsKey(SchemaRegistryClientConfig.CLIENT_NAMESPACE + key)) {
            settings.putIfAbsent(key, TIMEOUT_MS);
        }
    }
}
