// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.notify;

import io.slostream.app.UsageException;
import io.slostream.app.notify.NotifyConfig.SinkConfig;
import io.slostream.schemas.output.PrintableText;
import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.output.UnreadableRecordException;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.sinks.delivery.Delivery;
import io.slostream.sinks.delivery.HttpPost;
import io.slostream.sinks.delivery.Notification;
import io.slostream.sinks.delivery.Notification.Position;
import io.slostream.sinks.delivery.Receiver;
import io.slostream.sinks.delivery.SinkQueue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Shows what would be sent where for alerts of a file, through the same queues and receivers as a real run, as if every
 * receiver took all of it. Nothing is sent, and no secret is shown: references stand for them.
 */
public final class DryRun {
    private final NotifyConfig config;
    private final PrintWriter out;

    public DryRun(NotifyConfig config, PrintWriter out) {
        this.config = config;
        this.out = out;
    }

    private record Sink(SinkConfig config, SinkQueue queue, Receiver receiver) {}

    /**
     * Shows the alerts of a file, a record of {@code slo.alerts.v1} as JSON a line.
     *
     * @return how many firing alerts reach nobody
     * @throws UsageException when a line is no such record
     */
    public long show(Path file) throws IOException {
        Map<String, Sink> sinks = new LinkedHashMap<>();
        for (SinkConfig sink : config.sinks()) {
            SinkQueue queue = new SinkQueue(sink.routing()::matches);
            queue.begin(0, 0);
            Receiver receiver =
                    sink.receiver().make(UnaryOperator.identity(), new HttpPost(), System::currentTimeMillis);
            sinks.put(sink.name(), new Sink(sink, queue, receiver));
        }
        RecordDecoder decoder = new RecordDecoder(SchemaRegistry.none());
        long unheard = 0;
        long number = 0;
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    Notification alert = read(decoder, line, file, number);
                    unheard += show(alert, sinks) ? 0 : 1;
                }
            }
        }
        out.flush();
        return unheard;
    }

    private static Notification read(RecordDecoder decoder, String line, Path file, long number) {
        try {
            return Notification.of(
                    decoder.decode(TopicCatalog.ALERTS, line.getBytes(StandardCharsets.UTF_8)),
                    new Position(0, number));
        } catch (UnreadableRecordException e) {
            throw new UsageException(
                    file + ":" + number + ": no record of " + TopicCatalog.ALERTS.name() + ": " + e.getMessage()
                            + "; ./slostream tail alerts --format ndjson writes such lines",
                    e);
        }
    }

    /** Whether somebody hears of it. */
    private boolean show(Notification alert, Map<String, Sink> sinks) {
        out.println(PrintableText.of(alert.key()) + " " + (alert.firing() ? "firing" : "resolved") + " "
                + alert.severity().word() + ", owner " + PrintableText.of(alert.owner()) + ", dashboard "
                + PrintableText.of(alert.dashboard()));
        boolean heard = !alert.firing();
        for (Sink sink : sinks.values()) {
            sink.queue().offer(alert);
            boolean told = false;
            // Never old: a file of yesterday shows what yesterday would have sent.
            for (List<Delivery> batch = sink.queue().next(1, Long.MIN_VALUE / 2, 0);
                    !batch.isEmpty();
                    batch = sink.queue().next(1, Long.MIN_VALUE / 2, 0)) {
                show(sink, batch.get(0));
                sink.queue().accepted(batch);
                told = true;
            }
            heard |= told || sink.config().routing().matches(alert);
            if (!told) {
                out.println("  " + sink.config().name() + ": nothing");
            }
        }
        if (!heard) {
            out.println("  REACHES NOBODY");
        }
        return heard;
    }

    private void show(Sink sink, Delivery delivery) {
        out.println("  " + sink.config().name() + ": " + delivery.kind().word() + ", POST "
                + String.join(" and ", sink.config().receiver().addresses()));
        out.println("    " + sink.receiver().requests(List.of(delivery)).get(0).text());
    }
}
