// SPDX-License-Identifier: Apache-2.0
package io.slostream.broker;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of Kafka's server, from start to stop, with a bound on the stop. */
final class RunningServer {
    private static final Logger LOG = LoggerFactory.getLogger(RunningServer.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration FAILED_STOP_LIMIT = Duration.ofSeconds(2);

    private final KafkaRaftServer server;
    private final int refusedBefore;

    private RunningServer(KafkaRaftServer server, int refusedBefore) {
        this.server = server;
        this.refusedBefore = refusedBefore;
    }

    /** Starts a server; one that comes up only in part is taken down again, so ports, threads and files are free. */
    static RunningServer start(Map<String, String> settings) {
        ExitTrap.set();
        RunningServer starting = new RunningServer(
                new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM), ExitTrap.refused());
        try {
            starting.server.startup();
            return starting;
        } catch (RuntimeException e) {
            try {
                starting.stop(FAILED_STOP_LIMIT);
            } catch (RuntimeException another) {
                e.addSuppressed(another);
            }
            throw e;
        }
    }

    void stop() {
        // Perhaps another broker of this JVM failed; then this one has less time than it needs only if it is slow.
        stop(ExitTrap.refused() == refusedBefore ? STOP_LIMIT : FAILED_STOP_LIMIT);
    }

    /** A broker asks its controller for leave and waits five minutes; where the controller died nobody answers. */
    private void stop(Duration limit) {
        FutureTask<Void> task = new FutureTask<>(
                () -> {
                    server.shutdown();
                    server.awaitShutdown();
                },
                null);
        Thread thread = new Thread(task, "stop-broker");
        thread.setDaemon(true);
        thread.start();
        try {
            if (!finished(task, limit)) {
                // It gives up that wait when interrupted, and goes on stopping.
                thread.interrupt();
                if (!finished(task, STOP_LIMIT)) {
                    LOG.error("The embedded broker has not stopped in time; some of its threads and ports remain");
                }
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private static boolean finished(FutureTask<Void> task, Duration limit) throws InterruptedException {
        try {
            task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker failed while it stopped", e.getCause());
        }
    }
}
