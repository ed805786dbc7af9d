// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import io.slostream.broker.EmbeddedBroker;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.testkit.RandomTelemetry;
import io.slostream.testkit.Telemetry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A seeded producer: good, bad, mixed and silent stretches of three specialists, one of them undeclared, with late and
 * future events and garbage in between, until it is closed. Every record has a key of its own, under which it is
 * remembered, so what a log holds can be told from its keys alone.
 */
final class SeededTelemetry implements AutoCloseable {
    private static final List<String> SPECIALISTS = List.of("math", "code", "stranger");
    private static final long STEP_MS = 50;
    private static final double SILENT = -1;
    /** Bad share and steps of a cycle; the order is drawn. Silence is longer than the shortest window. */
    private static final List<Stretch> CYCLE = List.of(
            new Stretch(0, 60),
            new Stretch(1, 100),
            new Stretch(0.4, 60),
            new Stretch(SILENT, 130),
            new Stretch(0, 60));

    private final Random random;
    private final KafkaProducer<byte[], byte[]> producer;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, Deque<Integer>> script = new TreeMap<>();
    private final Map<String, Double> forced = new ConcurrentHashMap<>();
    private final Map<String, Optional<Telemetry>> remembered = new ConcurrentHashMap<>();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private volatile List<TopicPartition> targets;
    private volatile Format format = SeededTelemetry::json;
    private volatile Throwable failure;
    private long number;

    private record Stretch(double badShare, int steps) {}

    /** How an event becomes the value of a record. */
    interface Format {
        byte[] encode(String id, Telemetry event);
    }

    private SeededTelemetry(Map<String, Object> client, long seed, List<TopicPartition> targets) {
        this.random = new Random(seed);
        this.targets = List.copyOf(targets);
        this.producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
        SPECIALISTS.forEach(specialist -> script.put(specialist, new ArrayDeque<>()));
        System.out.println("telemetry: seed " + seed);
    }

    /** Produces from now on to these partitions; what a partition gets is of its topic's kind. */
    static SeededTelemetry start(EmbeddedBroker broker, long seed, List<TopicPartition> targets) {
        return start(broker.clientConfig(), seed, targets);
    }

    /** As above, for a producer that must log in. */
    static SeededTelemetry start(Map<String, Object> client, long seed, List<TopicPartition> targets) {
        SeededTelemetry telemetry = new SeededTelemetry(client, seed, targets);
        telemetry.clock.scheduleAtFixedRate(telemetry::guardedStep, 0, STEP_MS, TimeUnit.MILLISECONDS);
        return telemetry;
    }

    /** The first partitions of a topic. */
    static List<TopicPartition> partitions(String topic, int count) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int partition = 0; partition < count; partition++) {
            partitions.add(new TopicPartition(topic, partition));
        }
        return partitions;
    }

    /** Other partitions from now on. */
    void to(List<TopicPartition> others) {
        targets = List.copyOf(others);
    }

    /** Another format from now on. */
    void as(Format other) {
        format = other;
    }

    /** From now on this share of a specialist's events is bad, whatever the script says. */
    void force(String specialist, double badShare) {
        forced.put(specialist, badShare);
    }

    /** Back to the script. */
    void release(String specialist) {
        forced.remove(specialist);
    }

    /** A record with this event that somebody else may send. */
    ProducerRecord<byte[], byte[]> record(TopicPartition partition, Telemetry event) {
        String key = remember(Optional.of(event));
        return new ProducerRecord<>(partition.topic(), partition.partition(), bytes(key), format.encode(key, event));
    }

    /** What was sent under each key: an event, or garbage. */
    Map<String, Optional<Telemetry>> remembered() {
        return Map.copyOf(remembered);
    }

    /** The keys of the records that the broker took. */
    Set<String> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    private void guardedStep() {
        try {
            step();
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        }
    }

    private void step() {
        for (String specialist : SPECIALISTS) {
            double badShare = forced.getOrDefault(specialist, scripted(specialist));
            if (badShare == SILENT || random.nextInt(3) == 0) {
                continue;
            }
            TopicPartition target = targets.get(random.nextInt(targets.size()));
            String type = TopicCatalog.kindOf(target.topic()).orElseThrow().type();
            Telemetry event = RandomTelemetry.draw(random, type, specialist, eventTimeMs(), badShare);
            send(record(target, event));
            if (random.nextInt(80) == 0) {
                byte[] garbage = new byte[random.nextInt(1, 20)];
                random.nextBytes(garbage);
                garbage[0] = 7;
                String key = remember(Optional.empty());
                send(new ProducerRecord<>(target.topic(), target.partition(), bytes(key), garbage));
            }
        }
    }

    /** Each element of the queue is one step; a cycle is drawn when the last one is over. */
    private double scripted(String specialist) {
        Deque<Integer> steps = script.get(specialist);
        if (steps.isEmpty()) {
            List<Integer> order = new ArrayList<>();
            for (int stretch = 0; stretch < CYCLE.size(); stretch++) {
                order.add(stretch);
            }
            Collections.shuffle(order, random);
            for (int stretch : order) {
                steps.addAll(Collections.nCopies(CYCLE.get(stretch).steps(), stretch));
            }
        }
        return CYCLE.get(steps.removeFirst()).badShare();
    }

    /** Mostly a moment ago; sometimes too late for its own boundary, for every window, or ahead of the clock. */
    private long eventTimeMs() {
        long now = System.currentTimeMillis();
        return switch (random.nextInt(120)) {
            case 0 -> now - 7_200_000;
            case 1 -> now + 90_000;
            case 2, 3 -> now + random.nextInt(1_500);
            case 4, 5, 6, 7, 8, 9 -> now - random.nextInt(9_000);
            default -> now - random.nextInt(300);
        };
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        producer.send(record, (metadata, exception) -> {
            if (exception == null) {
                acknowledged.add(key);
            } else {
                failure = exception;
            }
        });
    }

    private synchronized String remember(Optional<Telemetry> event) {
        String key = "e" + number++;
        remembered.put(key, event);
        return key;
    }

    private static byte[] json(String id, Telemetry event) {
        return bytes(event.json(id, Optional.empty()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Stops when all that was sent is acknowledged; fails if something was not. */
    @Override
    public void close() {
        clock.shutdown();
        try {
            clock.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
        if (failure != null) {
            throw new AssertionError("telemetry was not produced", failure);
        }
    }
}
