// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.page;

import io.slostream.app.serve.Answer;
import io.slostream.app.serve.LogReader;
import io.slostream.app.serve.Query;
import io.slostream.schemas.output.OutputFormat;
import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.output.RecordEncoder;
import io.slostream.schemas.topic.TopicCatalog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.apache.avro.generic.GenericRecord;

/** {@code /api/v1/transitions}: the audit trail of one alert, also of one that is defined no more. */
final class TransitionsAnswer {
    static final int MOST = 200;
    private static final Duration USUAL = Duration.ofDays(1);
    /** As long as the topic is kept. */
    private static final Duration LONGEST = Duration.ofDays(400);

    private static final long MAX_BYTES = 1L << 30;

    private final PageSource source;

    TransitionsAnswer(PageSource source) {
        this.source = source;
    }

    /** What is to be done for a query; the query is looked at here, the log later. */
    Supplier<Answer> reading(Query query) {
        query.only("slo", "group", "alert", "from", "to");
        String key = String.join("/", query.required("slo"), query.required("alert"), query.required("group"));
        Stretch stretch = Stretch.of(query, source.clock().getAsLong(), USUAL, LONGEST);
        return () -> LogReader.with(source.consumers(), MAX_BYTES, Reads.WITHIN, log -> read(log, key, stretch));
    }

    private Answer read(LogReader log, String key, Stretch stretch) {
        Deque<GenericRecord> found = new ArrayDeque<>();
        boolean[] more = new boolean[1];
        LogReader.End end = new TransitionLog(log, new RecordDecoder(source.registry()))
                .read(List.of(key), stretch, transition -> {
                    found.addLast(transition);
                    if (found.size() > MOST) {
                        // The newest are kept: a link leads to the end of its range.
                        found.removeFirst();
                        more[0] = true;
                    }
                    return true;
                });
        RecordEncoder encoder = new RecordEncoder(OutputFormat.JSON, source.registry());
        return Answer.json(200, json -> {
            json.writeArrayFieldStart("transitions");
            for (GenericRecord transition : found) {
                json.writeRawValue(
                        new String(encoder.encode(TopicCatalog.TRANSITIONS, transition), StandardCharsets.UTF_8));
            }
            json.writeEndArray();
            json.writeBooleanField("truncated", more[0] || end != LogReader.End.COMPLETE);
        });
    }
}
