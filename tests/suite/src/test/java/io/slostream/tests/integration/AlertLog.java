// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import io.slostream.broker.EmbeddedBroker;
import io.slostream.schemas.topic.TopicCatalog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes records of {@code slo.alerts.v1} as an engine does, at times of a test's own. */
final class AlertLog implements AutoCloseable {
    private static final String RECORD = "{'slo':'correctness','alert':'Burning','group':'%s','state':'%s',"
            + "'severity':'%s','at':%d,'sequence':%d,'started_at':%d,'fired_at':%d,'resolved_at':%s,"
            + "'reason':'condition','owner':'%s','dashboard':'serving','category':'slo','summary':'%s burns',"
            + "'objective':'0.95','windows':[{'window':'5m','good':6,'total':10,'ratio':0.6,'burn_rate':8.0,"
            + "'coverage':1.0}],'budget_remaining':0.5,'exhaustion_ms':324000000,'coverage':1.0,'evidence':[],"
            + "'link':'/slos/correctness','definition_hash':'abc','definition_version':0}";

    private final KafkaProducer<byte[], byte[]> producer;
    private final UnaryOperator<byte[]> format;
    private String owner = "oncall";
    private String severity = "page";
    private long behindMs = 1_000;
    private long lastMs;
    private Future<RecordMetadata> last;

    AlertLog(EmbeddedBroker broker) {
        this(broker.clientConfig(), json -> json);
    }

    /**
     * With a client and a format of a test's own.
     *
     * @param format the bytes of the value, from those of JSON
     */
    AlertLog(Map<String, Object> client, UnaryOperator<byte[]> format) {
        this.producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
        this.format = format;
    }

    AlertLog owner(String name) {
        owner = name;
        return this;
    }

    AlertLog severity(String word) {
        severity = word;
        return this;
    }

    /** From now on records are of this long ago. */
    AlertLog behind(Duration past) {
        behindMs = past.toMillis();
        return this;
    }

    /** The time at which the alert fired. */
    long fires(String group) throws Exception {
        long at = nextMs();
        write(group, "firing", at, at);
        return at;
    }

    /** Many at once, {@code prefix0} and so on: each tenth pages, the others are tickets. */
    void storm(String prefix, int alerts) throws Exception {
        for (int i = 0; i < alerts; i++) {
            severity = i % 10 == 9 ? "page" : "ticket";
            long at = nextMs();
            last = send(prefix + i, "firing", at, at);
        }
        producer.flush();
        last.get(30, TimeUnit.SECONDS);
    }

    void resolves(String group, long firedAt) throws Exception {
        write(group, "resolved", nextMs(), firedAt);
    }

    private long nextMs() {
        lastMs = Math.max(lastMs + 1, System.currentTimeMillis() - behindMs);
        return lastMs;
    }

    private void write(String group, String state, long at, long firedAt) throws Exception {
        send(group, state, at, firedAt).get(30, TimeUnit.SECONDS);
    }

    private Future<RecordMetadata> send(String group, String state, long at, long firedAt) {
        String json = RECORD.formatted(
                        group,
                        state,
                        severity,
                        at,
                        at,
                        firedAt,
                        firedAt,
                        state.equals("resolved") ? Long.toString(at) : "null",
                        owner,
                        group)
                .replace('\'', '"');
        byte[] key = ("correctness/Burning/" + group).getBytes(StandardCharsets.UTF_8);
        byte[] value = format.apply(json.getBytes(StandardCharsets.UTF_8));
        return producer.send(new ProducerRecord<>(TopicCatalog.ALERTS.name(), null, at, key, value));
    }

    @Override
    public void close() {
        producer.close();
    }
}
