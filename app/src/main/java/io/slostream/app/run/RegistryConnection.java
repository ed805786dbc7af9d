// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.slostream.app.UsageException;
import io.slostream.schemas.output.OutputFormat;
import io.slostream.schemas.output.RecordEncoder;
import io.slostream.schemas.registry.ConfluentSchemaRegistry;
import io.slostream.schemas.registry.RegistryUnavailableException;
import io.slostream.schemas.registry.SchemaCache;
import io.slostream.schemas.registry.SchemaRefusedException;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.schemas.topic.TopicSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The schema registry of a run. */
final class RegistryConnection {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryConnection.class);
    private static final long WITHIN_SECONDS = 60;
    private static final long PAUSE_MS = 1_000;

    private RegistryConnection() {}

    /** The registry that the configuration names, behind a cache in the state directory; nothing is asked yet. */
    static SchemaRegistry of(EngineConfig config) {
        if (config.registry().isEmpty()) {
            return SchemaRegistry.none();
        }
        EngineConfig.Registry settings = config.registry().get();
        try {
            Map<String, String> properties = new HashMap<>(Secrets.resolve(settings.properties()));
            // A stream thread waits three seconds for a registry and no longer; then it fails and is replaced.
            properties.putIfAbsent("http.connect.timeout.ms", "1000");
            properties.putIfAbsent("http.read.timeout.ms", "2000");
            ConfluentSchemaRegistry registry =
                    new ConfluentSchemaRegistry(String.join(",", settings.urls()), properties);
            return new SchemaCache(registry, registry.urls(), config.stateDir().resolve("schemas"));
        } catch (IllegalArgumentException e) {
            throw new UsageException("spec.registry: " + e.getMessage(), e);
        }
    }

    /** Registers output schemas now, so that a registry that refuses them stops the start and not a stream thread. */
    static void registerOutputs(OutputFormat format, SchemaRegistry registry) {
        RecordEncoder encoder = new RecordEncoder(format, registry);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WITHIN_SECONDS);
        for (TopicSpec topic : TopicCatalog.outputs()) {
            while (!isRegistered(encoder, topic, deadline)) {
                Pause.ofMs(PAUSE_MS);
            }
        }
    }

    private static boolean isRegistered(RecordEncoder encoder, TopicSpec topic, long deadline) {
        try {
            encoder.prepare(topic);
            return true;
        } catch (SchemaRefusedException e) {
            throw new UsageException(e.getMessage() + "; put that right in the registry", e);
        } catch (RegistryUnavailableException e) {
            if (System.nanoTime() > deadline) {
                throw new EngineFailedException(Cluster.causes(e) + "; check spec.registry", e);
            }
            LOG.warn("The schema registry does not answer yet, trying again: {}", Cluster.causes(e));
            return false;
        }
    }
}
