// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slostream.schemas.telemetry.TelemetryKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaCacheTest {
    private static final WriterSchema REQUEST = new WriterSchema.Known(TelemetryKind.REQUEST.schema());

    @TempDir
    Path dir;

    private final AtomicLong clock = new AtomicLong();
    private final ScriptedRegistry registry = new ScriptedRegistry();

    @Test
    void shouldAskTheRegistryOncePerId() {
        SchemaCache cache = cache("a");

        assertThat(cache.writerSchema(1)).isEqualTo(REQUEST);
        assertThat(cache.writerSchema(1)).isEqualTo(REQUEST);

        assertThat(registry.calls).isOne();
    }

    @Test
    void shouldServeKnownIdsAfterARestartWithTheRegistryDown() {
        cache("a").writerSchema(1);
        registry.down = true;

        SchemaCache restarted = cache("a");

        assertThat(restarted.writerSchema(1)).isEqualTo(REQUEST);
        assertThatThrownBy(() -> restarted.writerSchema(2)).isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void shouldKeepRegistriesApart() {
        cache("a").writerSchema(1);
        registry.down = true;

        assertThatThrownBy(() -> cache("b").writerSchema(1)).isInstanceOf(RegistryUnavailableException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "cut", "flip", "binary"})
    void shouldFetchAgainWhenTheFileIsDamaged(String damage) throws IOException {
        cache("a").writerSchema(1);
        Path file = files().findFirst().orElseThrow();
        String content = Files.readString(file);
        switch (damage) {
            case "cut" -> Files.writeString(file, content.substring(0, content.length() / 2));
            case "flip" -> Files.writeString(file, content.replaceFirst("event_id", "event_ie"));
            case "binary" -> Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
            default -> Files.writeString(file, damage);
        }

        assertThat(cache("a").writerSchema(1)).isEqualTo(REQUEST);
        assertThat(registry.calls).isEqualTo(2);
        assertThat(Files.readString(file)).isEqualTo(content);
        assertThat(files()).hasSize(1); // no temporary file is left behind
    }

    @Test
    void shouldForgetUnknownIdsSoon() {
        SchemaCache cache = cache("a");
        registry.answer = new WriterSchema.Unknown();

        assertThat(cache.writerSchema(1)).isEqualTo(new WriterSchema.Unknown());
        assertThat(cache.writerSchema(1)).isEqualTo(new WriterSchema.Unknown());
        assertThat(registry.calls).isOne();

        registry.answer = REQUEST;
        clock.addAndGet(SchemaCache.NEGATIVE_TTL.toNanos());
        assertThat(cache.writerSchema(1)).isEqualTo(REQUEST);
    }

    @Test
    void shouldNotRememberAnOutage() {
        SchemaCache cache = cache("a");
        registry.down = true;
        assertThatThrownBy(() -> cache.writerSchema(1)).isInstanceOf(RegistryUnavailableException.class);

        registry.down = false;

        assertThat(cache.writerSchema(1)).isEqualTo(REQUEST);
    }

    @Test
    void shouldGoOnWithoutADisk() throws IOException {
        Path file = Files.createFile(dir.resolve("no-directory"));
        SchemaCache cache = new SchemaCache(registry, "a", file, clock::get);

        assertThat(cache.writerSchema(1)).isEqualTo(REQUEST);
        assertThat(cache.writerSchema(1)).isEqualTo(REQUEST);
        assertThat(registry.calls).isOne();
    }

    @Test
    void shouldServeACachedSchemaOfTheRealClientWhenTheServerDies() {
        String url;
        try (StubRegistry stub = StubRegistry.http()) {
            url = stub.url();
            new SchemaCache(new ConfluentSchemaRegistry(url, Map.of()), url, dir).writerSchema(7);
        }

        SchemaCache restarted = new SchemaCache(new ConfluentSchemaRegistry(url, Map.of()), url, dir);

        assertThat(restarted.writerSchema(7)).isInstanceOf(WriterSchema.Known.class);
    }

    private SchemaCache cache(String identity) {
        return new SchemaCache(registry, identity, dir, clock::get);
    }

    private Stream<Path> files() throws IOException {
        try (Stream<Path> walk = Files.walk(dir)) {
            return walk.filter(Files::isRegularFile).toList().stream();
        }
    }

    private static final class ScriptedRegistry implements SchemaRegistry {
        WriterSchema answer = REQUEST;
        boolean down;
        int calls;

        @Override
        public WriterSchema writerSchema(int id) {
            calls++;
            if (down) {
                throw new RegistryUnavailableException("down", null);
            }
            return answer;
        }

        @Override
        public int register(String subject, Schema schema) {
            throw new UnsupportedOperationException();
        }
    }
}
