// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.slostream.schemas.registry.RegistryUnavailableException;
import io.slostream.schemas.registry.SchemaRefusedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.apache.kafka.streams.errors.TopologyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a stream thread fails. Its transaction was not committed, so a new thread takes the same records
 * again: nothing is lost or counted twice. A failure that cannot pass ends the engine at once; others may recur up to a
 * budget within an hour, each with a longer wait before it.
 */
final class FailurePolicy implements StreamsUncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FailurePolicy.class);
    private static final long FIRST_WAIT_MS = 250;
    private static final long LONGEST_WAIT_MS = 10_000;
    private static final long HOUR_NANOS = Duration.ofHours(1).toNanos();
    /** Failures this close to each other are one trouble; the wait grows over them. */
    private static final long ONE_TROUBLE_NANOS = Duration.ofMinutes(5).toNanos();

    private final int budget;
    private final Release release;
    private final LongSupplier nanoTime;
    private final Pause pause;
    private final Consumer<EngineEnd> end;
    private final Deque<Long> replaced = new ArrayDeque<>();

    /** Called on the failing thread before another takes over. */
    interface Release {
        void threadFailed(String threadName);
    }

    /** A wait; a test does not. */
    interface Pause {
        void forMs(long ms) throws InterruptedException;
    }

    /**
     * A policy that reports an end at most.
     *
     * @param budget how many threads may be replaced within an hour
     * @param release gives back what the thread holds
     * @param end told why, before the client shuts down
     */
    FailurePolicy(int budget, Release release, Consumer<EngineEnd> end) {
        this(budget, release, System::nanoTime, Thread::sleep, end);
    }

    FailurePolicy(int budget, Release release, LongSupplier nanoTime, Pause pause, Consumer<EngineEnd> end) {
        this.budget = budget;
        this.release = release;
        this.nanoTime = nanoTime;
        this.pause = pause;
        this.end = end;
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable failure) {
        Optional<String> hopeless = hopeless(failure);
        if (hopeless.isPresent()) {
            end.accept(new EngineEnd(EngineEnd.REFUSED, hopeless.get()));
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        if (failure instanceof VirtualMachineError) {
            end.accept(new EngineEnd(EngineEnd.FAILED, "the virtual machine is out of resources: " + failure));
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        NextWait wait = nextWait();
        if (!wait.allowed()) {
            LOG.error("Stream thread failed once too often", failure);
            end.accept(new EngineEnd(
                    EngineEnd.FAILED,
                    "stream threads failed more than " + budget
                            + " times within an hour (restarts.budget); the last time: " + Cluster.causes(failure)));
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        LOG.warn(
                "Stream thread failed ({} of {} within an hour); another takes over in {} ms: {}",
                wait.number(),
                budget,
                wait.ms(),
                Cluster.causes(failure));
        if (isOfOthers(failure)) {
            LOG.debug("The failure", failure);
        } else {
            LOG.warn("This is no failure of cluster or registry, so its trace", failure);
        }
        try {
            pause.forMs(wait.ms());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        release.threadFailed(Thread.currentThread().getName());
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /** Cluster or registry failed, which one line tells well enough. */
    private static boolean isOfOthers(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ApiException || cause instanceof RegistryUnavailableException) {
                return true;
            }
        }
        return false;
    }

    private record NextWait(boolean allowed, int number, long ms) {}

    private synchronized NextWait nextWait() {
        long now = nanoTime.getAsLong();
        while (!replaced.isEmpty() && now - replaced.peekFirst() > HOUR_NANOS) {
            replaced.removeFirst();
        }
        if (replaced.size() >= budget) {
            return new NextWait(false, replaced.size(), 0);
        }
        long recent =
                replaced.stream().filter(at -> now - at < ONE_TROUBLE_NANOS).count();
        replaced.addLast(now);
        long ms = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS << Math.min(recent, 10));
        return new NextWait(true, replaced.size(), ms);
    }

    /** Why trying again cannot help, empty when it may. */
    static Optional<String> hopeless(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Optional<String> why = why(cause);
            if (why.isPresent()) {
                return why;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> why(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof OffsetOutOfRangeException lost) {
            return Optional.of("records were deleted by retention before the engine read them, from "
                    + lost.offsetOutOfRangePartitions() + " on; start again to see what was lost");
        }
        if (cause instanceof NoOffsetForPartitionException none) {
            return Optional.of(
                    "there is no committed offset for " + none.partitions()
                            + ": the topic has grown, or the group's offsets were deleted; start again, which tells the two apart");
        }
        if (message.contains("invalid partitions")) {
            return Optional.of(
                    "a source topic has grown while the engine ran (" + message.replaceAll("\\s+", " ")
                            + "); stop all instances and start one of them: it widens the changelogs and reads the new partitions");
        }
        if (cause instanceof MissingSourceTopicException) {
            return Optional.of("a telemetry topic is gone: " + message
                    + "; make it again and begin anew with another applicationId");
        }
        if (cause instanceof FencedInstanceIdException) {
            return Optional.of(
                    "another process runs with the same instanceId; give each instance of an engine its own");
        }
        if (cause instanceof TransactionalIdAuthorizationException) {
            return Optional.of("the cluster refuses the engine's transactions: " + message.replaceAll("\\.$", "")
                    + "; grant WRITE and DESCRIBE on transactional ids with the prefix of the application id");
        }
        if (cause instanceof AuthorizationException) {
            return Optional.of("the cluster refuses the engine: " + message
                    + "; the README of module app lists the rights it needs");
        }
        if (cause instanceof SchemaRefusedException
                || cause instanceof ConfigException
                || cause instanceof TopologyException) {
            return Optional.of(message);
        }
        return Optional.empty();
    }
}
