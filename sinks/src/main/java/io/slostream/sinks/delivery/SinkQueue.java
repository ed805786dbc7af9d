// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.delivery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * What one receiver has not been told yet. Records of one alert stay in order; between alerts the highest severity goes
 * first, then what opens before what closes, then the older. One request carries alerts of one owner. Memory is bounded
 * by the number of alerts; the caller reads no further while {@link #isFull}. Not thread-safe.
 */
public final class SinkQueue {
    /** When a pair that nobody was told of is news of the past: after 15 minutes. */
    static final long OLD_AFTER_MS = 15 * 60_000;

    private static final int FULL = 10_000;

    private static final Comparator<Candidate> FIRST = Comparator.comparing(
                    (Candidate candidate) -> candidate.delivery().subject().severity(), Comparator.reverseOrder())
            .thenComparing(candidate -> candidate.delivery().kind())
            .thenComparingLong(candidate -> candidate.queue().order());

    private final Predicate<Notification> routing;
    private final Map<String, AlertQueue> alerts = new HashMap<>();
    private final Positions positions = new Positions();
    private long order;
    private int waiting;

    private record Candidate(AlertQueue queue, Delivery delivery) {}

    /**
     * An empty queue.
     *
     * @param routing which alerts the receiver hears of
     */
    public SinkQueue(Predicate<Notification> routing) {
        this.routing = routing;
    }

    /** Records of this partition will come, from this offset on; until then see {@link #restore}. */
    public void begin(int partition, long start) {
        positions.begin(partition, start);
    }

    /** Forgets a partition: another notifier has it now. */
    public void end(int partition) {
        positions.end(partition);
        alerts.values().removeIf(alert -> alert.partition() == partition);
        waiting = alerts.values().stream().mapToInt(AlertQueue::size).sum();
    }

    /**
     * A record that was answered for in an earlier life; nothing is sent.
     *
     * @param toldBy the routing of that life
     * @param refused whether the receiver refused it for good
     * @return the resolve that the receiver was told with it, if any
     */
    public Optional<Delivery> restore(Notification notification, Predicate<Notification> toldBy, boolean refused) {
        AlertQueue alert = alert(notification);
        Optional<Delivery> resolve = alert.restore(notification, !refused && toldBy.test(notification));
        forgetIdle(notification.key(), alert);
        return resolve;
    }

    /** A record that the receiver may have to be told of. */
    public void offer(Notification notification) {
        offer(notification, false);
    }

    /**
     * A record that the receiver may have to be told of.
     *
     * @param perhapsTold whether an earlier life may have told it and ended before that was kept
     */
    public void offer(Notification notification, boolean perhapsTold) {
        positions.open(notification.position());
        alert(notification).offer(notification, routing.test(notification), perhapsTold, order++);
        waiting++;
    }

    private AlertQueue alert(Notification notification) {
        int partition = notification.position().partition();
        return alerts.computeIfAbsent(notification.key(), key -> new AlertQueue(partition, this::settled));
    }

    private void settled(Notification.Position position) {
        positions.settle(position);
        waiting--;
    }

    /**
     * What to tell the receiver now, empty when there is nothing or it must wait.
     *
     * @param limit deliveries at most, 1 or more
     * @param wallMs epoch milliseconds
     * @param nowMs the time of failures, milliseconds that only grow
     */
    public List<Delivery> next(int limit, long wallMs, long nowMs) {
        List<Candidate> candidates = new ArrayList<>();
        Iterator<AlertQueue> all = alerts.values().iterator();
        while (all.hasNext()) {
            AlertQueue alert = all.next();
            alert.collapse(wallMs - OLD_AFTER_MS);
            Optional<Delivery> delivery = alert.next();
            if (delivery.isPresent() && alert.notBeforeMs() <= nowMs) {
                candidates.add(new Candidate(alert, delivery.get()));
            } else if (alert.isIdle()) {
                all.remove();
            }
        }
        if (candidates.isEmpty()) {
            return List.of();
        }
        candidates.sort(FIRST);
        Candidate first = candidates.get(0);
        if (first.queue().isAlone()) {
            return List.of(first.delivery());
        }
        String owner = first.delivery().subject().owner();
        return candidates.stream()
                .filter(candidate -> !candidate.queue().isAlone())
                .map(Candidate::delivery)
                .filter(delivery -> delivery.subject().owner().equals(owner))
                .limit(limit)
                .toList();
    }

    /** The receiver took them. */
    public void accepted(List<Delivery> batch) {
        for (Delivery delivery : batch) {
            AlertQueue alert = alerts.get(delivery.notification().key());
            alert.accepted(delivery);
            forgetIdle(delivery.notification().key(), alert);
        }
    }

    /** The receiver will never take it. */
    public void refused(Delivery delivery) {
        AlertQueue alert = alerts.get(delivery.notification().key());
        alert.refused(delivery);
        forgetIdle(delivery.notification().key(), alert);
    }

    /** The receiver did not take them; they may be tried again later. */
    void failed(List<Delivery> batch, Failure failure) {
        batch.forEach(delivery -> alerts.get(delivery.notification().key()).failed(failure));
    }

    /** One of them is at fault and nobody knows which: from now on each is sent alone. */
    public void isolate(List<Delivery> batch) {
        batch.forEach(delivery -> alerts.get(delivery.notification().key()).isolate());
    }

    private void forgetIdle(String key, AlertQueue alert) {
        if (alert.isIdle()) {
            alerts.remove(key);
        }
    }

    /** What the receiver holds open, in no order. */
    public List<Notification> open() {
        return alerts.values().stream()
                .map(AlertQueue::told)
                .filter(told -> told != null)
                .toList();
    }

    /**
     * What the receiver holds open and nothing that waits would change. The rest may have ended there already, told by an
     * earlier life: to tell it as open again would page for what is over.
     */
    List<Notification> unchanged() {
        return alerts.values().stream()
                .filter(alert -> alert.size() == 0)
                .map(AlertQueue::told)
                .filter(told -> told != null)
                .toList();
    }

    /** Records that wait. */
    public int size() {
        return waiting;
    }

    /** Whether enough waits; the topic keeps the rest. */
    public boolean isFull() {
        return waiting >= FULL;
    }

    /** Whether so little waits that it is worth reading on. */
    public boolean hasRoom() {
        return waiting < FULL / 2;
    }

    /**
     * The offset that may be committed: everything before it is answered for.
     *
     * @param read offset after the last record that was offered
     */
    public OptionalLong committable(int partition, long read) {
        return positions.committable(partition, read);
    }
}
