// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.webhook;

import io.slostream.sinks.delivery.Delivery;
import io.slostream.sinks.delivery.HttpPost;
import io.slostream.sinks.delivery.Json;
import io.slostream.sinks.delivery.PostingReceiver;
import io.slostream.sinks.delivery.Request;
import io.slostream.sinks.watchdog.Heartbeat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * CloudEvents 1.0, in structured mode or, when several may go together, in batched mode (HTTP Protocol Binding, 3.2 and
 * 3.3). A signature lets the receiver check that an event is ours.
 */
public final class WebhookReceiver extends PostingReceiver {
    private static final String ONE = "application/cloudevents+json; charset=utf-8";
    private static final String SEVERAL = "application/cloudevents-batch+json; charset=utf-8";

    private final WebhookSettings settings;
    private final CloudEvent events;

    public WebhookReceiver(WebhookSettings settings, HttpPost http) {
        super(http);
        this.settings = settings;
        this.events = new CloudEvent(settings);
    }

    @Override
    public int batchLimit() {
        return settings.batch();
    }

    @Override
    protected Request request(List<Delivery> batch) {
        return post(batch.stream().map(events::of).toList());
    }

    private Request post(List<Map<String, Object>> some) {
        boolean batched = settings.batch() > 1;
        byte[] body = Json.bytes(batched ? some : some.get(0));
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(settings.headers());
        headers.put("Content-Type", batched ? SEVERAL : ONE);
        if (!settings.secret().isEmpty()) {
            headers.put(Signature.HEADER, Signature.of(settings.secret(), body));
        }
        return new Request(settings.uri(), headers, body);
    }

    @Override
    protected Request request(Heartbeat heartbeat) {
        return post(List.of(events.of(heartbeat)));
    }
}
