// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.slostream.app.UsageException;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.topology.accumulate.Accounting;
import io.slostream.topology.judge.VerdictStage;
import io.slostream.topology.streams.EngineClock;
import io.slostream.topology.streams.EngineProperties;
import io.slostream.topology.streams.EngineSettings;
import io.slostream.topology.streams.EngineStatus;
import io.slostream.topology.streams.EngineTopology;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One instance of the engine, from configuration to its end. In order: health is served; the cluster is reached; topics
 * are verified or created; definition log, offsets and changelogs are made to agree; Kafka Streams runs.
 *
 * <p>For the command and for tests in the same JVM. Use: {@link #start}, then {@link #awaitEnd}, then {@link #close};
 * {@link #stop} from any thread makes the wait end.
 */
public final class EngineRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineRunner.class);
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(60);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(30);

    private final EngineConfig config;
    private final Duration connectWithin;
    private final EngineClock clock;
    private final EngineStatus status = new EngineStatus();
    private final CountDownLatch running = new CountDownLatch(1);
    private final CompletableFuture<EngineEnd> end = new CompletableFuture<>();
    private final long createdNanos = System.nanoTime();
    private volatile long runningNanos;
    private volatile Duration closeWithin = CLOSE_WITHIN;
    /** The thread that is in {@link #start}, so that a stop need not wait for an answer that may never come. */
    private Thread starter;

    private EngineHealth health;
    private Serving serving;
    private KafkaStreams streams;
    private DefinitionFeed definitionFeed;
    private volatile AlertEpisodes episodes;
    private MissedEvents missedEvents;
    private ClusterWatch clusterWatch;
    private List<RunSummary.Alert> alerts = List.of();

    /** An instance with this configuration; nothing happens yet. */
    public EngineRunner(EngineConfig config) {
        this(config, EngineClock.WALL);
    }

    /** An instance in whose world it is this time. */
    public EngineRunner(EngineConfig config, EngineClock clock) {
        this(config, clock, CONNECT_WITHIN);
    }

    /** The same, which asks the cluster for so long until it answers. */
    public EngineRunner(EngineConfig config, EngineClock clock, Duration connectWithin) {
        this.config = config;
        this.clock = clock;
        this.connectWithin = connectWithin;
    }

    /**
     * Brings the engine up; when this returns Kafka Streams has begun, which is not yet {@link #awaitRunning running}.
     *
     * @throws UsageException when configuration, topics, definitions or offsets do not fit; the message says everything
     * @throws EngineFailedException when cluster or registry do not answer in time
     */
    public void start() {
        beginStart();
        try {
            prepareAndStart();
        } finally {
            endStart();
        }
    }

    private synchronized void beginStart() {
        starter = Thread.currentThread();
        if (end.isDone()) {
            throw new EngineFailedException("stopped before it started", null);
        }
    }

    private synchronized void endStart() {
        starter = null;
        if (end.isDone()) {
            // The interrupt was for the start, which is over.
            Thread.interrupted();
        }
    }

    private void prepareAndStart() {
        LOG.info("{}", EffectiveConfig.text(config));
        StateDirectory.prepare(config.stateDir());
        StateLibrary.load(config.stateDir(), System.getenv());
        EngineHealth.Limits limits = config.trustProducerTime()
                ? EngineHealth.Limits.none()
                : EngineHealth.Limits.of(config.definition().grid());
        health = new EngineHealth(limits, status::sources, status::evaluated, this::now);
        serving = new Serving(config.http(), health);

        Properties properties = properties(config);
        StreamsConfig streamsConfig = KafkaProperties.check(properties);
        SchemaRegistry registry = RegistryConnection.of(config);
        EngineSettings settings;
        String log;
        DefinitionChain chain;
        DefinitionLog definitions = new DefinitionLog(
                streamsConfig, config.applicationId(), config.instanceId(), config.outputFormat(), registry);
        String clusterId;
        try (Cluster cluster = Cluster.connect(streamsConfig, config.applicationId() + "-start", connectWithin)) {
            RegistryConnection.registerOutputs(config.outputFormat(), registry);
            StartPreparation.Start start = new StartPreparation(
                            cluster,
                            new TopicPreparation(cluster, config),
                            config.definition(),
                            config.applicationId(),
                            config.verdictPartitions(),
                            definitions,
                            new GroupOffsets(cluster, config.applicationId(), config.instanceId()))
                    .prepare(now());
            settings = settings(start, registry);
            log = start.log();
            chain = start.chain();
            clusterId = cluster.id();
        }
        streams = streams(settings, properties);
        ownStateDirectory(log);
        streams.setUncaughtExceptionHandler(new FailurePolicy(
                config.restartBudget(),
                new StaticMembers(streamsConfig, config.applicationId(), config.instanceId()),
                this::endAfterFailure));
        streams.setStateListener(this::onState);
        health.running(streams, settings.partitions().keySet());
        episodes = AlertEpisodes.fromNow(streamsConfig, config.applicationId() + "-summary", registry);
        definitionFeed = new DefinitionFeed(definitions, chain).start();
        missedEvents = MissedEvents.watch(status, LOG::warn);
        clusterWatch = ClusterWatch.watch(
                streamsConfig, config.applicationId() + "-watch", clusterId, this::endWithoutCluster);
        serving.show(streams, status, settings.partitions().keySet(), this::now);
        streams.start();
        serving.follow(PageSources.of(config, streamsConfig, registry, chain.versions(), health, status, this::now));
    }

    /** State on disk that another cluster's changelogs made would be taken for ours where its offsets fit. */
    private void ownStateDirectory(String log) {
        if (StateDirectory.isOfAnother(log, config.stateDir(), config.applicationId())) {
            LOG.warn(
                    "The state in {} belongs to another cluster or an earlier start: it is removed, and what is needed"
                            + " restored",
                    config.stateDir());
            streams.cleanUp();
        }
        StateDirectory.sign(log, config.stateDir(), config.applicationId());
    }

    /** What Kafka Streams and every client of this configuration run with. */
    static Properties properties(EngineConfig config) {
        try {
            return new EngineProperties(
                            config.applicationId(),
                            config.bootstrap(),
                            config.stateDir().toString(),
                            config.instanceId(),
                            config.threads(),
                            config.profile().commitIntervalMs(),
                            Secrets.resolve(config.kafka()))
                    .toProperties();
        } catch (IllegalArgumentException e) {
            throw new UsageException("a property under spec.kafka " + e.getMessage(), e);
        }
    }

    private KafkaStreams streams(EngineSettings settings, Properties properties) {
        try {
            return new KafkaStreams(new EngineTopology(settings, status).build(properties), properties);
        } catch (ConfigException | IllegalArgumentException e) {
            throw KafkaProperties.refused(e);
        } catch (StreamsException e) {
            throw new UsageException(
                    "Kafka Streams cannot use spec.stateDir " + config.stateDir() + ": " + Cluster.causes(e)
                            + "; each instance needs a directory of its own, and no other process may be using it",
                    e);
        }
    }

    private EngineSettings settings(StartPreparation.Start start, SchemaRegistry registry) {
        return new EngineSettings(
                config.name(),
                config.applicationId(),
                start.versions(),
                start.partitions(),
                config.verdictPartitions(),
                start.point(),
                config.outputFormat(),
                registry,
                VerdictStage.DEFAULT_SUMMARY_INTERVAL_MS,
                EngineSettings.EVALUATION_BUDGET_MS,
                clock);
    }

    private long now() {
        return clock.at(System.currentTimeMillis());
    }

    private void onState(KafkaStreams.State now, KafkaStreams.State before) {
        LOG.info("{} -> {}", before, now);
        if (now == KafkaStreams.State.RUNNING && running.getCount() > 0) {
            runningNanos = System.nanoTime();
            running.countDown();
        }
        if (now == KafkaStreams.State.ERROR) {
            endWith(new EngineEnd(EngineEnd.FAILED, "Kafka Streams gave up; its log says why"));
        }
    }

    private void endWith(EngineEnd newEnd) {
        status.end();
        if (end.complete(newEnd)) {
            health.ended(newEnd);
        }
    }

    /** What looks like a topic that is gone may be another cluster at the same address. */
    private void endAfterFailure(EngineEnd failure) {
        Optional<EngineEnd> another;
        try {
            another = clusterWatch.another();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            another = Optional.empty();
        }
        another.ifPresentOrElse(this::endWithoutCluster, () -> endWith(failure));
    }

    /** With the cluster everything is gone that its threads would wait for, and the alerts that could be read back. */
    private void endWithoutCluster(EngineEnd newEnd) {
        closeWithin = Duration.ZERO;
        episodes = null;
        endWith(newEnd);
    }

    /** Waits until tasks are assigned and restored; false when that takes longer, or the engine has ended. */
    public boolean awaitRunning(Duration within) throws InterruptedException {
        return running.await(within.toMillis(), TimeUnit.MILLISECONDS) && !end.isDone();
    }

    /** Waits until the engine fails for good or {@link #stop} is called. */
    public EngineEnd awaitEnd() {
        return end.join();
    }

    /** Whether it failed for good or was stopped. */
    public boolean hasEnded() {
        return end.isDone();
    }

    /** Makes {@link #awaitEnd} return; callable from any thread, more than once. */
    public synchronized void stop() {
        boolean first = end.complete(EngineEnd.CLEAN);
        if (first && starter != null && starter != Thread.currentThread()) {
            starter.interrupt();
        }
    }

    /** Where the health server listens; after {@link #start} has bound it. */
    public int healthPort() {
        return serving.port();
    }

    /** What the tasks of this instance say. */
    public EngineStatus status() {
        return status;
    }

    /** Where the records of this instance's source partitions went, since the engine's first start. */
    public Accounting accounting() {
        return status.accounting();
    }

    /** Reads the alerts that were written until now, for a {@link #summary} before the end. */
    public void readAlerts() {
        AlertEpisodes toRead = episodes;
        if (toRead != null) {
            alerts = toRead.read();
        }
    }

    /** What to say at the end; complete after {@link #close}. */
    public RunSummary summary() {
        long now = System.nanoTime();
        return new RunSummary(
                accounting(), alerts, seconds(runningNanos == 0 ? createdNanos : runningNanos), seconds(now));
    }

    private double seconds(long nanos) {
        return Math.round((nanos - createdNanos) / 1e6) / 1e3;
    }

    /** As {@link #shutDown}. */
    @Override
    public void close() {
        shutDown();
    }

    /**
     * Commits what was processed, stops the threads within 30 seconds and stops serving health; may be called again.
     *
     * @return why the engine ended
     */
    public EngineEnd shutDown() {
        stop();
        status.end();
        if (streams != null && !streams.close(CloseOptions.timeout(closeWithin))) {
            LOG.warn(
                    "Threads did not stop within {} s; what they had not committed is taken again at the next start",
                    closeWithin.toSeconds());
        }
        if (clusterWatch != null) {
            definitionFeed.close();
            missedEvents.close();
            clusterWatch.close();
        }
        AlertEpisodes toRead = episodes;
        episodes = null;
        if (toRead != null) {
            alerts = toRead.read();
        }
        if (serving != null) {
            serving.close();
        }
        return end.join();
    }
}
