// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.registry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps every schema once seen, in memory and on disk, so that a registry outage, also across a restart, stops only
 * records with ids never seen before.
 *
 * <p>On disk: one file per id in a directory per registry, written atomically, a checksum first; a file that does not
 * match its checksum is ignored and fetched again. Ids never change their schema, so files never expire: after a
 * registry was rebuilt with other ids, delete the directory. Ids that the registry does not know are remembered for
 * {@link #NEGATIVE_TTL} only, since a producer may register one at any moment; outages are never remembered.
 */
public final class SchemaCache implements SchemaRegistry {
    /** How long "no such id" is believed. */
    public static final Duration NEGATIVE_TTL = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(SchemaCache.class);
    private static final int MAX_ENTRIES = 1_000;
    private static final int CHECKSUM_LENGTH = 64;

    private final SchemaRegistry registry;
    private final Path directory;
    private final LongSupplier nanoTime;
    private final Map<Integer, WriterSchema> known = bounded();
    private final Map<Integer, Negative> negative = bounded();

    private record Negative(WriterSchema outcome, long sinceNanos) {}

    /**
     * A cache in front of this registry.
     *
     * @param identity what tells this registry from others, for example its URLs
     * @param root directory under which each registry gets its own; created when missing
     */
    public SchemaCache(SchemaRegistry registry, String identity, Path root) {
        this(registry, identity, root, System::nanoTime);
    }

    SchemaCache(SchemaRegistry registry, String identity, Path root, LongSupplier nanoTime) {
        this.registry = registry;
        this.directory = root.resolve(sha256(identity).substring(0, 16));
        this.nanoTime = nanoTime;
    }

    @Override
    public WriterSchema writerSchema(int id) {
        synchronized (this) {
            WriterSchema cached = known.get(id);
            if (cached != null) {
                return cached;
            }
            Negative no = negative.get(id);
            if (no != null && nanoTime.getAsLong() - no.sinceNanos() < NEGATIVE_TTL.toNanos()) {
                return no.outcome();
            }
        }
        // Outside the lock, so that a slow registry holds up only those who need it; fetching twice does no harm.
        Optional<WriterSchema> stored = read(id);
        WriterSchema outcome = stored.orElseGet(() -> registry.writerSchema(id));
        if (outcome instanceof WriterSchema.Known found && stored.isEmpty()) {
            write(id, found.schema().toString());
        }
        synchronized (this) {
            if (outcome instanceof WriterSchema.Known) {
                known.put(id, outcome);
            } else {
                negative.put(id, new Negative(outcome, nanoTime.getAsLong()));
            }
        }
        return outcome;
    }

    @Override
    public int register(String subject, Schema schema) {
        return registry.register(subject, schema);
    }

    private Optional<WriterSchema> read(int id) {
        try {
            String content = Files.readString(file(id));
            if (content.length() > CHECKSUM_LENGTH && content.charAt(CHECKSUM_LENGTH) == '\n') {
                String text = content.substring(CHECKSUM_LENGTH + 1);
                if (sha256(text).equals(content.substring(0, CHECKSUM_LENGTH))
                        && SchemaText.parse(text) instanceof WriterSchema.Known schema) {
                    return Optional.of(schema);
                }
            }
            LOG.warn("Ignoring the damaged schema file {}; fetching schema {} again", file(id), id);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            // Also what invalid UTF-8 gives.
            LOG.warn("Cannot read the schema file {}; fetching schema {} again: {}", file(id), id, e.toString());
        }
        return Optional.empty();
    }

    /** A full disk must not stop records that can be decoded, so failing to store is a warning. */
    private void write(int id, String text) {
        try {
            Files.createDirectories(directory);
            Path temporary = Files.createTempFile(directory, id + "-", ".tmp");
            try {
                Files.writeString(temporary, sha256(text) + "\n" + text);
                Files.move(temporary, file(id), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            LOG.warn("Cannot store schema {} in {}: {}", id, directory, e.toString());
        }
    }

    private Path file(int id) {
        return directory.resolve(id + ".avsc");
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Least recently used entries leave first: a producer that walks through all ids must not fill the heap. */
    private static <V> Map<Integer, V> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, V> eldest) {
                return size() > MAX_ENTRIES;
            }
        };
    }
}
