// SPDX-License-Identifier: Apache-2.0
package io.slostream.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Holds a data directory for one broker, of this JVM or another.
 *
 * <p>Kafka has a lock of its own, but takes it only after the controller has opened the metadata log in the same
 * directory and written to it.
 */
final class DirectoryLock implements AutoCloseable {
    private static final String NAME = ".embedded-broker.lock";

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    static DirectoryLock take(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new DirectoryLock(channel);
            }
        } catch (OverlappingFileLockException e) {
            // Another broker of this JVM.
        }
        channel.close();
        throw new IOException("another broker uses the directory " + directory);
    }

    /** Lets go of the directory; the file stays, as removing it would open a gap for two owners. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
