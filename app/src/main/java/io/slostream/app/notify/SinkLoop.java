// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.notify;

import io.slostream.app.notify.NotifyConfig.SinkConfig;
import io.slostream.app.run.Secrets;
import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.output.RecordEncoder;
import io.slostream.schemas.output.UnreadableRecordException;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.sinks.delivery.HttpPost;
import io.slostream.sinks.delivery.Notification;
import io.slostream.sinks.delivery.Notification.Position;
import io.slostream.sinks.delivery.Receiver;
import io.slostream.sinks.delivery.SinkQueue;
import io.slostream.sinks.delivery.SinkSender;
import io.slostream.sinks.delivery.SinkSender.Clocks;
import io.slostream.sinks.delivery.SinkSender.Watchdog;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of the consumer of one receiver: read, tell, commit, in one thread, so that nothing is committed that was not
 * answered for. What it holds in memory is rebuilt from the topic by the next life.
 */
final class SinkLoop {
    private static final Logger LOG = LoggerFactory.getLogger(SinkLoop.class);

    private final NotifyConfig config;
    private final SinkConfig sink;
    private final NotifyClients clients;
    private final SchemaRegistry registry;
    private final Watchdog watchdog;
    private final SinkLog log;
    private final SinkStatus status;
    private volatile boolean stopping;
    private volatile KafkaConsumer<byte[], byte[]> polling;

    SinkLoop(
            NotifyConfig config,
            SinkConfig sink,
            NotifyClients clients,
            SchemaRegistry registry,
            Watchdog watchdog,
            SinkLog log,
            SinkStatus status) {
        this.config = config;
        this.sink = sink;
        this.clients = clients;
        this.registry = registry;
        this.watchdog = watchdog;
        this.log = log;
        this.status = status;
    }

    /** Works until {@link #stop} or until something fails. */
    void run() {
        RecordDecoder decoder = new RecordDecoder(registry);
        RecordEncoder encoder = new RecordEncoder(config.outputFormat(), registry);
        SinkQueue queue = new SinkQueue(sink.routing()::matches);
        try (KafkaConsumer<byte[], byte[]> consumer = clients.ofGroup(sink.name());
                HttpPost http = new HttpPost();
                Receiver receiver = sink.receiver().make(Secrets::resolve, http, System::currentTimeMillis);
                DeadNotifications dead =
                        new DeadNotifications(config.name(), sink.name(), clients.producer(), encoder)) {
            polling = consumer;
            SinkSender sender =
                    new SinkSender(queue, receiver, log, watchdog, sink.perMinute(), Clocks.SYSTEM, new Random());
            SinkPartitions partitions = new SinkPartitions(config, sink, clients, decoder, queue, receiver, consumer);
            Reading reading = new Reading(consumer, queue);
            log.begin(dead, partitions);
            DoubleSupplier connections = connections(consumer);
            consumer.subscribe(List.of(TopicCatalog.ALERTS.name()), partitions);
            boolean ended = false;
            try {
                long wait = 0;
                while (!stopping) {
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(wait))) {
                        offer(record, decoder, queue, partitions, dead);
                    }
                    // What has piled up is seen as a whole before the first of it is sent: pairs collapse, pages go
                    // first. Of more than fits, as much as fits.
                    boolean whole = partitions.areCaughtUp();
                    wait = whole || reading.isPaused() ? sender.step() : 50;
                    partitions.commit();
                    reading.pauseOrResume();
                    tell(connections.getAsDouble() > 0, partitions.areKnown(), whole, queue);
                }
                ended = true;
            } catch (WakeupException e) {
                ended = true;
                partitions.commit();
            } finally {
                if (!ended) {
                    partitions.abandon();
                }
            }
        } catch (WakeupException e) {
            LOG.debug("woken up while closing", e);
        } finally {
            polling = null;
        }
    }

    /** The client's own count: a consumer that waits for records talks to a broker all the time. */
    private static DoubleSupplier connections(KafkaConsumer<byte[], byte[]> consumer) {
        return consumer.metrics().values().stream()
                .filter(metric -> metric.metricName().group().equals("consumer-metrics")
                        && metric.metricName().name().equals("connection-count"))
                .findFirst()
                .<DoubleSupplier>map(metric -> () -> ((Number) metric.metricValue()).doubleValue())
                .orElse(() -> 1);
    }

    private void tell(boolean connected, boolean known, boolean whole, SinkQueue queue) {
        String why = "";
        if (!connected) {
            why = "no broker is connected";
        } else if (!known) {
            why = "its group " + NotifyClients.groupOf(config, sink.name()) + " has no partitions for it yet";
        } else if (!whole) {
            why = "reads what came before it, " + queue.size() + " records so far";
        }
        status.turn(queue.size(), queue.open().size(), why);
    }

    private void offer(
            ConsumerRecord<byte[], byte[]> record,
            RecordDecoder decoder,
            SinkQueue queue,
            SinkPartitions partitions,
            DeadNotifications dead) {
        if (record.value() == null) {
            // A key that is gone; the engine resolves before it removes.
            return;
        }
        try {
            Notification notification = Notification.of(
                    decoder.decode(TopicCatalog.ALERTS, record.value()),
                    new Position(record.partition(), record.offset()));
            queue.offer(notification, partitions.mayHaveTold(notification));
        } catch (UnreadableRecordException e) {
            LOG.error(
                    "{}: {}-{}@{} cannot be read, it is in {}: {}",
                    sink.name(),
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    DeadNotifications.TOPIC.name(),
                    e.getMessage());
            dead.writeUnreadable(record, e.getMessage());
            status.dead();
        }
    }

    /** Ends this life and any later one; returns at once. */
    void stop() {
        stopping = true;
        KafkaConsumer<byte[], byte[]> consumer = polling;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    boolean isStopping() {
        return stopping;
    }
}
