// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.serve;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.topic.TopicCatalog;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;

/** Follows the telemetry of checkpoints, from the first that is kept: there are few, and the newest may be days old. */
public final class CheckpointFeed implements AutoCloseable {
    private final TopicFeed feed;

    private CheckpointFeed(TopicFeed feed) {
        this.feed = feed;
    }

    /** Whoever wants to know. */
    @FunctionalInterface
    public interface Reader {
        /** Value of a record that is no control record; it may be anything. */
        void take(byte[] value);
    }

    /** Reads from now on, each time with a consumer of its own that it closes. */
    public static CheckpointFeed start(Supplier<Consumer<byte[], byte[]>> consumers, Reader reader) {
        String topic = TopicCatalog.telemetry(TelemetryKind.CHECKPOINT).name();
        return new CheckpointFeed(TopicFeed.start(topic, consumers, record -> {
            if (record.value() != null) {
                reader.take(record.value());
            }
        }));
    }

    /** Says that it shall end, which {@link #close} waits for. */
    public void stop() {
        feed.stop();
    }

    @Override
    public void close() {
        feed.close();
    }
}
