// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.junit.jupiter.api.Test;

/** What the repackaged client may hold: relocated classes and the notices that belong to them, nothing else. */
class RegistryClientJarTest {
    @Test
    void shouldHoldRelocatedClassesAndTheirNoticesOnly() throws Exception {
        Path origin = Path.of(SchemaRegistryClient.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());

        if (Files.isDirectory(origin)) {
            assertContent(origin);
        } else {
            try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + origin.toUri()), Map.of())) {
                assertContent(jar.getPath("/"));
            }
        }
    }

    private static void assertContent(Path root) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            List<String> classes = walk.map(file -> root.relativize(file).toString())
                    .filter(name -> name.endsWith(".class"))
                    .toList();
            assertThat(classes).hasSizeGreaterThan(1_000).allMatch(name -> name.startsWith("org/apache/flink/avro/"));
        }
        assertThat(Files.readString(root.resolve("META-INF/LICENSE"))).contains("Apache License");
        assertThat(Files.readString(root.resolve("META-INF/NOTICE"), StandardCharsets.UTF_8))
                .contains("io.confluent:kafka-schema-registry-client:7.5.3", "Apache Software Foundation");
    }
}
