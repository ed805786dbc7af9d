// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * The versions of a definition that this instance knows of, in their order. It grows while the engine runs, from the log
 * in which they stand; which of them counts and judges when is said by the telemetry topics, not by when it was learnt
 * here. Thread-safe.
 *
 * <p>Who waits for a version asks a question: whoever reads the log reads it to an end that he asks for after that, and
 * says so. A version that he has not found by then was not there when the question was asked.
 */
public final class DefinitionVersions {
    private final ConcurrentSkipListMap<Long, VersionedDefinition> versions = new ConcurrentSkipListMap<>();
    private final ConcurrentHashMap<Long, String> tokens = new ConcurrentHashMap<>();
    /** Source partitions that joined their topic later, and up to which version the log went then. */
    private final ConcurrentHashMap<SourcePartition, Long> joined = new ConcurrentHashMap<>();

    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition known = lock.newCondition();
    private volatile long knownTo;
    private long questions;
    private volatile Runnable reader = () -> {};
    private long answered;

    /**
     * Begins with a first version.
     *
     * @param patience how long {@link #resolve} waits for a version that the log holds and this instance has not read
     */
    public DefinitionVersions(VersionedDefinition first, Duration patience) {
        versions.put(first.version(), first);
        knownTo = first.version();
        this.patience = patience;
    }

    /** A definition that never changes. */
    public static DefinitionVersions constant(EngineDefinition definition) {
        return new DefinitionVersions(VersionedDefinition.first(VersionedDefinition.FILES, definition), Duration.ZERO);
    }

    /**
     * The same versions, adopted in the same places, each with another definition in its place. Complete: nothing that is
     * not here now is waited for.
     */
    public DefinitionVersions mapped(UnaryOperator<EngineDefinition> change) {
        VersionedDefinition first = first();
        DefinitionVersions mapped = new DefinitionVersions(
                VersionedDefinition.first(first.version(), change.apply(first.definition())), Duration.ZERO);
        versions.tailMap(first.version(), false)
                .forEach((version, known) -> mapped.add(version, change.apply(known.definition()), tokenOf(version)));
        joined.forEach(mapped::joined);
        mapped.knowTo(Long.MAX_VALUE);
        return mapped;
    }

    /** Adds the version that follows, whose entry has no token. */
    public void add(long version, EngineDefinition definition) {
        add(version, definition, VersionAdoption.NO_TOKEN);
    }

    /**
     * Adds the version that follows.
     *
     * @param token that its entry names, or {@link VersionAdoption#NO_TOKEN}
     * @throws IllegalArgumentException when it does not lie after the newest one
     */
    public synchronized void add(long version, EngineDefinition definition, String token) {
        VersionedDefinition newest = newest();
        if (version <= newest.version()) {
            throw new IllegalArgumentException(
                    "version " + version + " does not lie after the newest one, " + newest.version());
        }
        tokens.put(version, token);
        versions.put(version, newest.next(version, definition));
        knowTo(version);
    }

    /** Says that there is no version up to this offset but those that were added. */
    public void knowTo(long offset) {
        lock.lock();
        try {
            knownTo = Math.max(knownTo, offset);
            known.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * A source partition joined its topic.
     *
     * @param offset of the log's record of it
     */
    public void joined(SourcePartition source, long offset) {
        joined.putIfAbsent(source, offset);
    }

    /** The version under which a source partition begins: the first, or that in force when it joined. */
    public long beginningOf(SourcePartition source) {
        Long offset = joined.get(source);
        return offset == null ? first().version() : versions.floorKey(offset);
    }

    /** Up to which offset this instance knows every version. */
    public long knownTo() {
        return knownTo;
    }

    /** Says who reads the log: he is called, from any thread, when a {@linkplain #openQuestion question} is asked. */
    public void readBy(Runnable newReader) {
        reader = newReader;
    }

    /** Number of the last question whether the log holds more than is known here; empty when it is answered. */
    public OptionalLong openQuestion() {
        lock.lock();
        try {
            return questions > answered ? OptionalLong.of(questions) : OptionalLong.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Says that the log was read to an end that was asked for after this question; it answers those before as well. */
    public void answer(long question) {
        lock.lock();
        try {
            answered = Math.max(answered, question);
            known.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The first version. */
    public VersionedDefinition first() {
        return versions.firstEntry().getValue();
    }

    /** The newest version that is known here. */
    public VersionedDefinition newest() {
        return versions.lastEntry().getValue();
    }

    /** Every version that is known here, oldest first. */
    public List<VersionedDefinition> all() {
        return List.copyOf(versions.values());
    }

    /** How the newest version is adopted. */
    public VersionAdoption newestAdoption() {
        long version = newest().version();
        return new VersionAdoption(version, tokenOf(version));
    }

    private String tokenOf(long version) {
        return tokens.getOrDefault(version, VersionAdoption.NO_TOKEN);
    }

    /** The version before one that is known; empty for the first. */
    public Optional<VersionedDefinition> before(long version) {
        return Optional.ofNullable(versions.lowerEntry(version)).map(Map.Entry::getValue);
    }

    /**
     * The version that an adoption means, empty when the log holds none of ours there with its token. That is the same
     * for everybody at any time: an adoption is written by who has read its entry, and nobody can name a token before it
     * stands in the log.
     *
     * @throws IllegalStateException as {@link #resolve(long)}
     */
    public Optional<VersionedDefinition> resolve(VersionAdoption adoption) {
        return resolve(adoption.version())
                .filter(found -> tokenOf(found.version()).equals(adoption.token()));
    }

    /**
     * The version of a number, empty when the log holds none of ours there. Waits while this instance has not read the
     * log as far, or to its present end.
     *
     * @throws IllegalStateException when it still has not after its patience, or was interrupted: the caller's record
     *     has not been processed and must be offered again
     */
    public Optional<VersionedDefinition> resolve(long version) {
        if (knownTo < version) {
            awaitKnown(version);
        }
        return Optional.ofNullable(versions.get(version));
    }

    private void awaitKnown(long version) {
        lock.lock();
        try {
            questions++;
            long question = questions;
            reader.run();
            long leftNanos = patience.toNanos();
            while (knownTo < version && answered < question) {
                if (leftNanos <= 0) {
                    throw new IllegalStateException("definition version " + version
                            + " was adopted, and this instance has read the definitions only to " + knownTo);
                }
                leftNanos = known.awaitNanos(leftNanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for definition version " + version, e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * A version that must be there, since records of ours name it.
     *
     * @throws IllegalStateException when it is not
     */
    public VersionedDefinition require(long version) {
        return resolve(version)
                .orElseThrow(() -> new IllegalStateException("there is no definition version " + version));
    }
}
