// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A temporary directory and what runs in it. Both go at the end, also when SIGTERM or Ctrl-C comes while they are being
 * made: the hook that removes them is there before they are.
 */
public final class Throwaway implements AutoCloseable {
    /** What is being started can only be stopped once it has started. */
    private static final long STARTS_WITHIN_SECONDS = 20;

    private static final int ATTEMPTS = 20;
    private static final long BETWEEN_ATTEMPTS_MS = 50;

    private final CountDownLatch started = new CountDownLatch(1);
    private volatile Path directory;
    private volatile AutoCloseable running;
    private volatile boolean stopping;

    private Throwaway() {}

    /**
     * From now on a signal removes what is made.
     *
     * @param atSignal what is left to do then, if anything ran
     */
    public static Throwaway begin(Runnable atSignal) {
        Throwaway throwaway = new Throwaway();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            throwaway.stopping = true;
                            if (throwaway.remove()) {
                                atSignal.run();
                            }
                        },
                        "slostream-remove"));
        return throwaway;
    }

    /**
     * Makes the directory, then starts what runs in it; once.
     *
     * @param prefix of the directory's name
     */
    public <T extends AutoCloseable> T start(String prefix, Function<Path, T> start) throws IOException {
        try {
            directory = Files.createTempDirectory(prefix);
            T newRunning = start.apply(directory);
            running = newRunning;
            if (!stopping) {
                return newRunning;
            }
        } catch (RuntimeException | Error e) {
            // What is loaded first while the machine goes down fails for that alone, which nobody wants to read.
            if (!stopping) {
                throw e;
            }
        } finally {
            started.countDown();
        }
        throw awaitTheEnd();
    }

    private static IllegalStateException awaitTheEnd() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new IllegalStateException("interrupted at the end");
    }

    /** The directory, once it has been made. */
    public Path directory() {
        return directory;
    }

    /** Stops what runs and removes the directory. */
    @Override
    public void close() {
        started.countDown();
        remove();
    }

    /** Whether something ran. */
    private synchronized boolean remove() {
        boolean ran = false;
        try {
            if (!started.await(STARTS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                return false;
            }
            ran = running != null;
            if (ran) {
                running.close();
                running = null;
            }
            // Threads that are not told to end, or not yet, may still write.
            for (int i = 0; i < ATTEMPTS && directory != null && !isDeleted(directory); i++) {
                TimeUnit.MILLISECONDS.sleep(BETWEEN_ATTEMPTS_MS);
            }
            return ran;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ran;
        } catch (Exception e) {
            throw new IllegalStateException("what ran in " + directory + " did not stop", e);
        }
    }

    private static boolean isDeleted(Path directory) {
        if (!Files.exists(directory)) {
            return true;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
            return true;
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }
}
