// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.notify;

import io.slostream.app.UsageException;
import io.slostream.app.notify.NotifyConfig.SinkConfig;
import io.slostream.app.run.Cluster;
import io.slostream.app.run.EngineEnd;
import io.slostream.app.run.EngineFailedException;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.topic.TopicSpec;
import io.slostream.sinks.delivery.SinkSender.Watchdog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All receivers of a configuration, each with a thread, a consumer and a group of its own. One that fails begins anew
 * from what is committed, and the others do not notice.
 */
public final class NotifyRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NotifyRunner.class);
    private static final Duration CLUSTER_WITHIN = Duration.ofSeconds(60);
    /** Longer than a request and a commit take. */
    private static final long STOPPING_MS = 30_000;

    private static final long FIRST_PAUSE_MS = 500;
    private static final long LONGEST_PAUSE_MS = 30_000;

    private final NotifyConfig config;
    private final NotifyClients clients;
    private final List<SinkStatus> statuses;
    private final List<SinkLoop> loops = new ArrayList<>();
    private final List<SinkLog> logs = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final CompletableFuture<EngineEnd> end = new CompletableFuture<>();
    private volatile Thread connecting;
    private Cluster cluster;
    private EngineWatch watch;
    private NotifyServing serving;

    public NotifyRunner(NotifyConfig config) {
        this.config = config;
        this.clients = new NotifyClients(config);
        this.statuses =
                config.sinks().stream().map(sink -> new SinkStatus(sink.name())).toList();
    }

    /**
     * Serves health and metrics, connects, and starts every receiver.
     *
     * @throws UsageException when the configuration or rights must be put right first
     * @throws EngineFailedException when the cluster does not answer, or no engine has made the topics yet
     */
    public void start() {
        serving = new NotifyServing(config.http(), statuses, this::deaths);
        LOG.info("Health and metrics on http://{}:{}/", config.http().host(), serving.port());
        connecting = Thread.currentThread();
        try {
            cluster = Cluster.connect(clients.admin(), config.name() + "-notify", CLUSTER_WITHIN);
        } finally {
            connecting = null;
        }
        if (!new NotifyRights(config, cluster.admin()).check()) {
            createDeadLetters();
        }
        config.watchdog().ifPresent(dog -> watch = new EngineWatch(config.name(), dog, cluster.admin()));
        if (watch == null) {
            LOG.warn("No watchdog is configured: nobody outside will notice when the engine falls silent");
        }
        SchemaRegistry registry = clients.registry();
        for (int i = 0; i < statuses.size(); i++) {
            SinkConfig sink = config.sinks().get(i);
            SinkStatus status = statuses.get(i);
            SinkLog log = new SinkLog(status);
            Watchdog signs = watch != null && sink.watchdog() ? watch.signs() : Watchdog.NONE;
            SinkLoop loop = new SinkLoop(config, sink, clients, registry, signs, log, status);
            logs.add(log);
            synchronized (loops) {
                loops.add(loop);
                threads.add(new Thread(() -> live(loop, status), "notify-" + sink.name()));
            }
        }
        synchronized (loops) {
            if (!hasEnded()) {
                threads.forEach(Thread::start);
            }
        }
    }

    /** One life after another. */
    private void live(SinkLoop loop, SinkStatus status) {
        String sink = status.sink();
        long pauseMs = FIRST_PAUSE_MS;
        while (!loop.isStopping()) {
            long began = System.nanoTime();
            try {
                loop.run();
            } catch (RuntimeException e) {
                Optional<String> refusal = new Refusal(config).words(sink, e);
                if (refusal.isPresent()) {
                    finish(new EngineEnd(EngineEnd.REFUSED, sink + ": " + refusal.get()));
                    return;
                }
                boolean shortLife =
                        System.nanoTime() - began < Duration.ofMinutes(1).toNanos();
                pauseMs = shortLife ? Math.min(LONGEST_PAUSE_MS, pauseMs * 2) : FIRST_PAUSE_MS;
                LOG.error("{}: failed, begins anew in {} ms: {}", sink, pauseMs, Cluster.causes(e));
                status.unready("failed and begins anew: " + Cluster.causes(e));
                LOG.debug("{}: failed", sink, e);
                if (!pause(loop, pauseMs)) {
                    return;
                }
            } catch (Error e) {
                finish(new EngineEnd(EngineEnd.FAILED, sink + ": " + e));
                return;
            }
        }
    }

    private static boolean pause(SinkLoop loop, long ms) {
        long until = System.nanoTime() + Duration.ofMillis(ms).toNanos();
        try {
            while (!loop.isStopping() && System.nanoTime() < until) {
                Thread.sleep(50);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void createDeadLetters() {
        TopicSpec topic = DeadNotifications.TOPIC;
        int partitions = config.topics().partitions().getOrDefault(topic.name(), topic.defaultPartitions());
        if (!config.topics().create()) {
            throw new UsageException("topic " + topic.name() + " is missing and topics.create is false; create it with "
                    + partitions + " partition and " + topic.config());
        }
        Optional<Short> replicas = config.topics().replicationFactor().isPresent()
                ? Optional.of((short) config.topics().replicationFactor().getAsInt())
                : Optional.empty();
        NewTopic made = new NewTopic(topic.name(), Optional.of(partitions), replicas).configs(topic.config());
        try {
            Cluster.orThrow(cluster.admin().createTopics(List.of(made)).all());
            LOG.info("Created topic {}", topic.name());
        } catch (TopicExistsException e) {
            LOG.debug("{} exists by now", topic.name());
        } catch (KafkaException e) {
            throw new UsageException(
                    "topic " + topic.name() + " is missing and could not be created: " + e.getMessage()
                            + (e instanceof AuthorizationException
                                    ? "; grant CREATE on it or on the cluster, or let somebody create it who may"
                                    : "; put that right, or let somebody else create it"),
                    e);
        }
    }

    /** Where health and metrics are served. */
    public int httpPort() {
        return serving.port();
    }

    /** Why only a new process helps. */
    private List<String> deaths() {
        if (hasEnded()) {
            return List.of("it has ended");
        }
        List<Thread> begun;
        synchronized (loops) {
            begun = List.copyOf(threads);
        }
        return begun.stream()
                .filter(thread -> thread.getState() == Thread.State.TERMINATED)
                .map(thread -> "the thread " + thread.getName() + " has ended")
                .toList();
    }

    /** Waits until {@link #stop}, or until something ends it. */
    public EngineEnd awaitEnd() {
        return end.join();
    }

    /** Whether it has ended. */
    public boolean hasEnded() {
        return end.isDone();
    }

    /** Tells every receiver's thread to end; returns at once. */
    public void stop() {
        finish(new EngineEnd(EngineEnd.STOPPED, ""));
    }

    private void finish(EngineEnd how) {
        synchronized (loops) {
            end.complete(how);
            loops.forEach(SinkLoop::stop);
        }
        Thread starting = connecting;
        if (starting != null) {
            // Nobody waits a minute for a cluster that does not answer after he said stop.
            starting.interrupt();
        }
    }

    /** Ends and waits: what was sent is committed, unless a life failed. */
    @Override
    public void close() {
        stop();
        long until = System.nanoTime() + Duration.ofMillis(STOPPING_MS).toNanos();
        try {
            for (Thread thread : threads) {
                thread.join(Math.max(1, (until - System.nanoTime()) / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (watch != null) {
            watch.close();
        }
        if (cluster != null) {
            cluster.close();
        }
        if (serving != null) {
            serving.close();
        }
    }

    /** A line for each receiver: what was delivered, and what was not. */
    public String summary() {
        return String.join(
                System.lineSeparator(), logs.stream().map(SinkLog::summary).toList());
    }
}
