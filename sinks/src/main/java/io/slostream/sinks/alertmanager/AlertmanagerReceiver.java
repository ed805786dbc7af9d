// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.alertmanager;

import io.slostream.sinks.delivery.Answer;
import io.slostream.sinks.delivery.Delivery;
import io.slostream.sinks.delivery.HttpPost;
import io.slostream.sinks.delivery.Json;
import io.slostream.sinks.delivery.Notification;
import io.slostream.sinks.delivery.Receiver;
import io.slostream.sinks.delivery.Request;
import io.slostream.sinks.watchdog.Heartbeat;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Alertmanager's API v2 ({@code POST /api/v2/alerts}). It is told again and again what fires, and for a while what has
 * resolved, since it keeps nothing over a restart and takes silence past {@code endsAt} for a resolve.
 */
public final class AlertmanagerReceiver implements Receiver {
    private static final String PATH = "/api/v2/alerts";
    /** Alertmanager takes more; requests stay below a megabyte. */
    private static final int BATCH = 256;

    private final AlertmanagerSettings settings;
    private final LongSupplier wallMs;
    private final PostableAlert postable;
    private final List<URI> uris;
    private final Peers peers;
    /** What has resolved lately, by its labels there. */
    private final Map<Map<String, String>, Ended> resolved = new LinkedHashMap<>();

    /** A resolve, and until when it is told again. */
    private record Ended(Delivery delivery, long untilMs) {}

    /**
     * A receiver.
     *
     * @param wallMs epoch milliseconds
     */
    public AlertmanagerReceiver(AlertmanagerSettings settings, HttpPost http, LongSupplier wallMs) {
        this.settings = settings;
        this.wallMs = wallMs;
        this.postable = new PostableAlert(settings);
        this.uris = settings.peers().stream()
                .map(peer -> URI.create(peer.toString().replaceFirst("/+$", "") + PATH))
                .toList();
        this.peers = new Peers(http, uris.size());
    }

    @Override
    public Answer deliver(List<Delivery> batch) {
        Answer answer = peers.send(requests(batch));
        if (answer.isAccepted()) {
            long until = wallMs.getAsLong() + settings.resolvedForMs();
            batch.forEach(delivery -> note(delivery, until));
        }
        return answer;
    }

    private void note(Delivery delivery, long untilMs) {
        if (ends(delivery)) {
            resolved.put(postable.labels(delivery.before().orElseThrow()), new Ended(delivery, untilMs));
        }
        if (delivery.kind() != Delivery.Kind.RESOLVE) {
            // It fires again under these labels: an old resolve must not be repeated into the new incident.
            resolved.remove(postable.labels(delivery.notification()));
        }
    }

    /** An update ends what carried the old labels, when they differ. */
    private boolean ends(Delivery delivery) {
        return switch (delivery.kind()) {
            case TRIGGER -> false;
            case UPDATE ->
                !postable.labels(delivery.before().orElseThrow()).equals(postable.labels(delivery.notification()));
            case RESOLVE -> true;
        };
    }

    @Override
    public void remember(Delivery resolve) {
        note(resolve, resolve.endedAtMs() + settings.resolvedForMs());
    }

    @Override
    public void forget(int partition) {
        resolved.values()
                .removeIf(ended -> ended.delivery().notification().position().partition() == partition);
    }

    @Override
    public int batchLimit() {
        return BATCH;
    }

    @Override
    public List<Request> requests(List<Delivery> batch) {
        long now = wallMs.getAsLong();
        List<Map<String, Object>> alerts = new ArrayList<>();
        for (Delivery delivery : batch) {
            if (ends(delivery)) {
                alerts.add(postable.resolved(delivery, now));
            }
            if (delivery.kind() != Delivery.Kind.RESOLVE) {
                alerts.add(postable.firing(delivery.notification(), now));
            }
        }
        return toEachPeer(alerts);
    }

    private List<Request> toEachPeer(List<Map<String, Object>> alerts) {
        byte[] body = Json.bytes(alerts);
        return uris.stream()
                .map(uri -> Request.json(uri, settings.headers(), body))
                .toList();
    }

    @Override
    public long refreshEveryMs() {
        return settings.resendEveryMs();
    }

    @Override
    public Optional<Answer> refresh(List<Notification> open) {
        long now = wallMs.getAsLong();
        resolved.values().removeIf(ended -> now >= ended.untilMs());
        // It fires again under these labels, perhaps since an earlier life: a resolve would end the new incident there.
        open.forEach(notification -> resolved.remove(postable.labels(notification)));
        List<Map<String, Object>> alerts = new ArrayList<>();
        open.forEach(notification -> alerts.add(postable.firing(notification, now)));
        resolved.values().forEach(ended -> alerts.add(postable.resolved(ended.delivery(), now)));
        for (int i = 0; i < alerts.size(); i += BATCH) {
            Answer answer = peers.send(toEachPeer(alerts.subList(i, Math.min(alerts.size(), i + BATCH))));
            if (!answer.isAccepted()) {
                return Optional.of(answer);
            }
        }
        return alerts.isEmpty() ? Optional.empty() : Optional.of(Answer.accepted());
    }

    @Override
    public Answer heartbeat(Heartbeat heartbeat) {
        return peers.send(toEachPeer(List.of(postable.heartbeat(heartbeat))));
    }
}
