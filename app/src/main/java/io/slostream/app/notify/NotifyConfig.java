// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.notify;

import io.slostream.app.run.EngineConfig.Http;
import io.slostream.app.run.EngineConfig.Registry;
import io.slostream.app.run.EngineConfig.Topics;
import io.slostream.schemas.output.OutputFormat;
import io.slostream.sinks.route.Routing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code notify.yaml} says, validated. Secrets are references here; they are looked up when a client is made.
 *
 * @param name stands in signs of life and dead letters; group ids are {@code name-sink}
 * @param bootstrap brokers, host:port with commas
 * @param instanceId static member id, unique among instances of one notifier
 * @param registry schema registry; empty for JSON only
 * @param kafka settings of every Kafka client
 * @param outputFormat of dead letters
 * @param topics how the topic of dead letters is made
 * @param http where health and metrics are served
 * @param watchdog signs of life; empty for none
 * @param sinks the receivers, by unique names
 */
public record NotifyConfig(
        String name,
        String bootstrap,
        String instanceId,
        Optional<Registry> registry,
        Map<String, String> kafka,
        OutputFormat outputFormat,
        Topics topics,
        Http http,
        Optional<WatchdogConfig> watchdog,
        List<SinkConfig> sinks) {

    public NotifyConfig {
        kafka = new TreeMap<>(kafka);
        sinks = List.copyOf(sinks);
    }

    /**
     * Signs of life.
     *
     * @param engine application id of the engine that is watched
     * @param everyMs distance between two signs, milliseconds
     * @param staleAfterMs how long the engine's offsets may stand still, milliseconds
     */
    public record WatchdogConfig(String engine, long everyMs, long staleAfterMs) {}

    /**
     * A receiver.
     *
     * @param receiver how it is told
     * @param perMinute requests a minute at most
     * @param watchdog whether signs of life go through it
     * @param routing which alerts it hears of
     */
    public record SinkConfig(String name, ReceiverConfig receiver, int perMinute, boolean watchdog, Routing routing) {}
}
