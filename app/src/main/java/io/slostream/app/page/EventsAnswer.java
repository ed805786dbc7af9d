// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.page;

import io.slostream.alerting.definition.SloDefinition;
import io.slostream.app.serve.Answer;
import io.slostream.app.serve.LogReader;
import io.slostream.app.serve.Query;
import io.slostream.dashboards.panel.Panel;
import io.slostream.topology.TimeGrid;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/**
 * {@code /api/v1/events}: what an SLO counted in a few minutes, second by second, from the telemetry itself. Exclusions
 * are not taken out, and what arrived long after its time is not looked for.
 */
final class EventsAnswer {
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration USUAL = Duration.ofMinutes(1);
    private static final long MAX_BYTES = 256L << 20;
    private static final long LATE_MS = 60_000;

    private final PageSource source;
    private final Views views;

    EventsAnswer(PageSource source, Views views) {
        this.source = source;
        this.views = views;
    }

    /** What is to be done for a query; the query is looked at here, the log later. */
    Supplier<Answer> reading(Query query) {
        query.only("slo", "group", "from", "to");
        View view = views.now();
        String group = query.required("group");
        Panel panel = view.require(query.required("slo"), group);
        Stretch stretch = Stretch.of(query, source.clock().getAsLong(), USUAL, LONGEST);
        return () -> LogReader.with(
                source.consumers(), MAX_BYTES, Reads.WITHIN, log -> read(log, view, panel.slo(), group, stretch));
    }

    private Answer read(LogReader log, View view, SloDefinition slo, String group, Stretch stretch) {
        TimeGrid grid = view.definition().grid();
        List<TopicPartition> partitions = log.partitions(slo.indicator().of().topic());
        // An event may claim a time somewhat later than it arrived, and arrive after its time.
        Map<TopicPartition, Long> from = log.offsetsAt(partitions, stretch.fromMs() - grid.futureLimitMs());
        Map<TopicPartition, Long> to = log.firstRecordsAt(partitions, stretch.toMs() + grid.graceMs() + LATE_MS);
        boolean isWhole = log.beginnings(partitions).entrySet().stream()
                .allMatch(first -> first.getValue() == 0 || from.get(first.getKey()) > first.getValue());
        SecondCounts counts = new SecondCounts(view.definition(), slo, group, stretch, source.registry());
        LogReader.End end = log.read(from, to, record -> {
            counts.take(record);
            return true;
        });
        String problem = switch (end) {
            case TOO_MUCH -> "there is more telemetry than is read for one question; ask for less time";
            case TOO_LONG -> "reading took too long and was broken off; ask for less time";
            default -> isWhole ? null : "the topic has deleted records of this time: its retention is over";
        };
        return Answer.json(200, json -> {
            json.writeNumberField("from", stretch.fromMs());
            json.writeNumberField("to", stretch.toMs());
            json.writeNumberField("step_ms", SecondCounts.STEP_MS);
            counts.write(json);
            json.writeBooleanField("complete", problem == null);
            json.writeStringField("problem", problem);
        });
    }
}
