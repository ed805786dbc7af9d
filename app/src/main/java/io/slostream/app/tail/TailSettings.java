// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.tail;

import io.slostream.app.ClientFile;
import io.slostream.app.UsageException;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Settings of the consumer of a tail: the user's, and what a tail insists on. */
public final class TailSettings {
    private TailSettings() {}

    /**
     * Settings of the consumer.
     *
     * @param bootstrap wins over the file's; null when not given
     * @throws UsageException when neither names a broker
     */
    public static Map<String, Object> consumer(Properties file, String bootstrap) {
        Map<String, Object> settings = ClientFile.kafka(file, bootstrap);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // What retention took while a tail was behind cannot be shown; it goes on with what is left.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return settings;
    }
}
