// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.notify;

import io.slostream.schemas.output.PrintableText;
import io.slostream.sinks.delivery.Answer;
import io.slostream.sinks.delivery.Delivery;
import io.slostream.sinks.delivery.Round;
import io.slostream.sinks.delivery.SinkListener;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of the deliveries of one receiver, in the log and in numbers; refusals also become dead letters. */
final class SinkLog implements SinkListener {
    private static final Logger LOG = LoggerFactory.getLogger(SinkLog.class);

    private final String sink;
    private final SinkStatus status;
    private volatile DeadNotifications dead;
    private volatile SinkPartitions partitions;

    SinkLog(SinkStatus status) {
        this.sink = status.sink();
        this.status = status;
    }

    /** Where refusals go, and where it is noted what is on its way, from now on. */
    void begin(DeadNotifications letters, SinkPartitions noted) {
        dead = letters;
        partitions = noted;
    }

    @Override
    public boolean sending(List<Delivery> batch) {
        return partitions.noteSending(batch);
    }

    @Override
    public void delivered(List<Delivery> batch) {
        status.delivered(batch.size());
        batch.forEach(delivery -> LOG.info("{}: {}", sink, words(delivery)));
    }

    @Override
    public void failed(List<Delivery> batch, Answer answer, int failures, long againInMs) {
        status.failed(answer);
        status.retries(batch.size());
        batch.forEach(delivery -> partitions.noteFailed(delivery, answer.perhapsReceived()));
        // Once when it begins, and then each time the number doubles: an outage of hours is no page of log each minute.
        if ((failures & (failures - 1)) == 0) {
            LOG.warn(
                    "{}: {} of {} failed {} times in a row, again in {} ms: {}",
                    sink,
                    words(batch.get(0)),
                    batch.size(),
                    failures,
                    againInMs,
                    answer.why());
        }
    }

    @Override
    public void refused(Delivery delivery, Answer answer) {
        status.failed(answer);
        LOG.error(
                "{}: {} REFUSED FOR GOOD, it is in {}: {}",
                sink,
                words(delivery),
                DeadNotifications.TOPIC.name(),
                answer.why());
        dead.write(delivery, answer);
        status.dead();
        partitions.noteFailed(delivery, false);
    }

    @Override
    public void roundSucceeded(Round round) {
        if (round == Round.SIGN_OF_LIFE) {
            status.signOfLife();
        }
        status.answered();
    }

    @Override
    public void roundFailed(Round round, Answer answer) {
        status.failed(answer);
        LOG.warn("{}: could not repeat {}: {}", sink, round.words(), answer.why());
    }

    @Override
    public void rateLimited() {
        status.rateLimited();
    }

    private static String words(Delivery delivery) {
        return delivery.kind().word() + " " + delivery.subject().severity().word() + " "
                + PrintableText.of(delivery.notification().key());
    }

    /** For the end of a run. */
    String summary() {
        return sink + ": delivered " + status.delivered() + ", failed attempts " + status.failures() + ", refused "
                + status.deadNotifications();
    }
}
