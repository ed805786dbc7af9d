// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The versions of a definition that this instance knows of, in their order. It grows while the engine runs, from the log
 * in which they stand; which of them counts and judges when is said by the telemetry topics, not by when it was learnt
 * here. Thread-safe.
 */
public final class DefinitionVersions {
    private final ConcurrentSkipListMap<Long, VersionedDefinition> versions = new ConcurrentSkipListMap<>();
    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition known = lock.newCondition();
    private volatile long knownTo;

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
     * Adds the version that follows.
     *
     * @throws IllegalArgumentException when it does not lie after the newest one
     */
    public synchronized void add(long version, EngineDefinition definition) {
        VersionedDefinition newest = newest();
        if (version <= newest.version()) {
            throw new IllegalArgumentException(
                    "version " + version + " does not lie after the newest one, " + newest.version());
        }
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

    /** Up to which offset this instance knows every version. */
    public long knownTo() {
        return knownTo;
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

    /** The version before one that is known; empty for the first. */
    public Optional<VersionedDefinition> before(long version) {
        return Optional.ofNullable(versions.lowerEntry(version)).map(Map.Entry::getValue);
    }

    /**
     * The version of a number, empty when the log holds none of ours there. Waits while this instance has not read the
     * log as far.
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
            long leftNanos = patience.toNanos();
            while (knownTo < version) {
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
