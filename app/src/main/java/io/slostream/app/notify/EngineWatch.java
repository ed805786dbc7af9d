// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.notify;

import io.slostream.app.notify.NotifyConfig.WatchdogConfig;
import io.slostream.app.run.Cluster;
import io.slostream.sinks.delivery.SinkSender.Watchdog;
import io.slostream.sinks.watchdog.EngineSigns;
import io.slostream.sinks.watchdog.Heartbeat;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the offsets that the engine commits in its topic of packets: they move when both of its stages work, also
 * while no telemetry comes. While they stand still no receiver gets a sign of life.
 */
final class EngineWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineWatch.class);
    private static final long LOOK_EVERY_MS = 5_000;
    private static final long ANSWER_WITHIN_MS = 10_000;
    /** A sign stands for itself until five more should have come, as with Prometheus' resend delay and endsAt. */
    private static final int SIGNS_TO_MISS = 5;

    private final String notifier;
    private final WatchdogConfig config;
    private final Admin admin;
    private final EngineSigns signs;
    private final ScheduledExecutorService looking;
    private boolean wasAlive;
    private boolean said;
    private String unread = "";

    EngineWatch(String notifier, WatchdogConfig config, Admin admin) {
        this.notifier = notifier;
        this.config = config;
        this.admin = admin;
        this.signs = new EngineSigns(config.staleAfterMs());
        this.looking = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "notify-engine-watch");
            thread.setDaemon(true);
            return thread;
        });
        // Its failures are caught inside, so the future never has one to tell.
        @SuppressWarnings("FutureReturnValueIgnored")
        var unused = looking.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    }

    /** Where the engine marks time. */
    static String packetsOf(String engine) {
        return engine + "-packets-repartition";
    }

    private void look() {
        try {
            Map<String, Long> offsets = new HashMap<>();
            admin.listConsumerGroupOffsets(config.engine())
                    .partitionsToOffsetAndMetadata()
                    .get(ANSWER_WITHIN_MS, TimeUnit.MILLISECONDS)
                    .forEach((partition, offset) -> {
                        if (offset != null && partition.topic().equals(packetsOf(config.engine()))) {
                            offsets.put(partition.toString(), offset.offset());
                        }
                    });
            signs.seen(offsets, now());
            unread = "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            // No answer is no sign.
            unread = ", or are hidden from us: " + Cluster.causes(e);
            LOG.debug("the offsets of {} could not be read", config.engine(), e);
        }
        tell();
    }

    private void tell() {
        boolean alive = signs.isAlive(now());
        if (alive && (!wasAlive || !said)) {
            LOG.info("The engine {} is at work; receivers get signs of life", config.engine());
            said = true;
        } else if (!alive && wasAlive) {
            LOG.error(
                    "THE ENGINE {} IS SILENT: its offsets stand still{}; receivers get no sign of life",
                    config.engine(),
                    unread);
            said = true;
        }
        wasAlive = alive;
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }

    /** The signs for receivers. */
    Watchdog signs() {
        return new Watchdog(
                config.everyMs(),
                wallMs -> signs.isAlive(now())
                        ? new Heartbeat(notifier, config.engine(), wallMs, SIGNS_TO_MISS * config.everyMs())
                        : null);
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
