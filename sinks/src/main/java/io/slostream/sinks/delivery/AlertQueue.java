// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One alert at one receiver: what the receiver has been told, and the records that it has not been told of, in order.
 * The next delivery is the difference between the two, so nothing is resolved that was not triggered here.
 */
final class AlertQueue {
    /** Records of one alert that wait at most; then the oldest pairs collapse, however young. */
    private static final int MOST_WAITING = 32;
    /** An alert that fails this often no longer takes others of its request down with it. */
    private static final int ATTEMPTS_IN_COMPANY = 3;

    private final List<Step> waiting = new ArrayList<>();
    private final int partition;
    private final Consumer<Notification.Position> settled;
    private Notification told;
    private int attempts;
    private boolean perhapsTold;
    private long notBeforeMs = Long.MIN_VALUE;

    /**
     * A record, whether the receiver is to hear of the alert as it stands there, and whether it did in an earlier life
     * that ended before the answer was kept.
     */
    private record Step(Notification notification, boolean matches, boolean perhapsTold, long order) {
        boolean opens() {
            return notification.firing() && matches;
        }
    }

    /**
     * An alert of which the receiver knows nothing.
     *
     * @param partition where all its records lie
     * @param settled gets the positions of records that need nothing more
     */
    AlertQueue(int partition, Consumer<Notification.Position> settled) {
        this.partition = partition;
        this.settled = settled;
    }

    /** What the receiver was told in an earlier life, as if it were told now; the delivery that this was, if any. */
    Optional<Delivery> restore(Notification notification, boolean matches) {
        Notification before = told;
        told = notification.firing() && matches ? notification : null;
        return before != null && told == null ? Optional.of(Delivery.resolve(notification, before)) : Optional.empty();
    }

    void offer(Notification notification, boolean matches, boolean perhapsToldBefore, long order) {
        waiting.add(new Step(notification, matches, perhapsToldBefore, order));
    }

    /**
     * Drops what would be news of the past: what was overtaken by a later record before the receiver was told. A pair of
     * trigger and resolve goes as a whole; a resolve of what the receiver holds open stays. Only when it is old, or when
     * too much waits.
     *
     * @param oldBeforeMs boundaries before this are old, epoch milliseconds
     */
    void collapse(long oldBeforeMs) {
        // What the receiver may have got without saying so is not overtaken.
        int kept = perhapsTold ? 1 : 0;
        boolean open = told != null || perhapsTold;
        while (waiting.size() - kept > 1) {
            Step step = waiting.get(kept);
            if (step.perhapsTold()) {
                kept++;
                open = step.opens();
                continue;
            }
            if (step.notification().atMs() >= oldBeforeMs && waiting.size() <= MOST_WAITING) {
                return;
            } else if (open && !step.opens()) {
                kept++;
                open = false;
            } else {
                settle(kept);
            }
        }
    }

    /** What the receiver has to be told next; records that change nothing for it are settled on the way. */
    Optional<Delivery> next() {
        while (!waiting.isEmpty()) {
            Optional<Delivery> delivery = difference(waiting.get(0));
            if (delivery.isPresent()) {
                return delivery;
            }
            settle(0);
        }
        return Optional.empty();
    }

    private Optional<Delivery> difference(Step step) {
        Notification wanted = step.notification();
        if (!step.opens()) {
            return told == null ? Optional.empty() : Optional.of(Delivery.resolve(wanted, told));
        } else if (told == null) {
            return Optional.of(Delivery.trigger(wanted));
        } else if (!told.incident().equals(wanted.incident())) {
            // The resolve between the two is gone, by compaction; the old incident must not stay open.
            return Optional.of(Delivery.resolve(wanted, told));
        }
        return told.sequence() >= wanted.sequence() ? Optional.empty() : Optional.of(Delivery.update(wanted, told));
    }

    /** The receiver took it. */
    void accepted(Delivery delivery) {
        if (delivery.kind() == Delivery.Kind.RESOLVE) {
            told = null;
            if (!isOpenedBy(delivery.notification())) {
                settle(0);
            }
        } else {
            told = delivery.notification();
            settle(0);
        }
        forgetAttempts();
    }

    /** The receiver will never take it. */
    void refused(Delivery delivery) {
        switch (delivery.kind()) {
            // What never opened need not be closed, and what cannot be closed is out of our hands.
            case TRIGGER -> {
                if (perhapsTold || waiting.get(0).perhapsTold()) {
                    // An earlier attempt may have opened it.
                    told = delivery.notification();
                }
                settle(0);
            }
            case UPDATE -> settle(0);
            case RESOLVE -> {
                told = null;
                if (!isOpenedBy(delivery.notification())) {
                    settle(0);
                }
            }
        }
        forgetAttempts();
    }

    private boolean isOpenedBy(Notification notification) {
        return waiting.get(0).opens() && waiting.get(0).notification().equals(notification);
    }

    /** It did not work. An alert that fails while others succeed waits longer each time, as the sink does as a whole. */
    void failed(Failure failure) {
        notBeforeMs = Math.max(failure.sinkAgainMs(), failure.nowMs() + Backoff.jitter(attempts, failure.random()));
        attempts++;
        perhapsTold |= failure.perhapsReceived();
    }

    /** From now on it is sent alone. */
    void isolate() {
        attempts = Math.max(attempts, ATTEMPTS_IN_COMPANY);
    }

    boolean isAlone() {
        return attempts >= ATTEMPTS_IN_COMPANY;
    }

    private void forgetAttempts() {
        attempts = 0;
        perhapsTold = false;
        notBeforeMs = Long.MIN_VALUE;
    }

    private void settle(int index) {
        settled.accept(waiting.remove(index).notification().position());
    }

    /** What the receiver holds open; null for nothing. */
    Notification told() {
        return told;
    }

    int partition() {
        return partition;
    }

    long notBeforeMs() {
        return notBeforeMs;
    }

    /** Order of arrival of the record that is next. */
    long order() {
        return waiting.isEmpty() ? Long.MAX_VALUE : waiting.get(0).order();
    }

    int size() {
        return waiting.size();
    }

    boolean isIdle() {
        return told == null && waiting.isEmpty();
    }
}
