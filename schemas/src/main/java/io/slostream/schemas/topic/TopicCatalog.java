// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.topic;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.topic.TopicSpec.CleanupPolicy;
import io.slostream.schemas.topic.TopicSpec.TimestampType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/** Every topic that outsiders see, in the order of the flow; the one place that knows their names. */
public final class TopicCatalog {
    /** Lower case; dots separate levels, hyphens join words (Kafka metrics fold dots and underscores together). */
    public static final String NAMING_RULE = "[a-z]+(\\.[a-z]+(-[a-z]+)*)+\\.v[1-9][0-9]*";

    private static final int SOURCE_PARTITIONS = 8;
    /** How long telemetry is kept: the longest alerting windows are of days. */
    private static final Duration SOURCE_KEPT = Duration.ofDays(7);
    /** As long as minutes: a first start learns from here what was excluded of a 30-day period. */
    private static final Duration EXCLUSIONS_KEPT = Duration.ofDays(35);

    private static final int OUTPUT_PARTITIONS = 4;

    private static final Map<TelemetryKind, TopicSpec> TELEMETRY = telemetryTopics();

    /** What pagers live by. Key {@code slo/alert/group}; compacted, but a day's history stays readable. */
    public static final TopicSpec ALERTS = new TopicSpec(
            "slo.alerts.v1",
            "slo/alert/group as UTF-8; only the group may hold a slash",
            output("alert"),
            OUTPUT_PARTITIONS,
            TimestampType.CREATE_TIME,
            CleanupPolicy.COMPACT,
            TopicSpec.FOREVER,
            Map.of("min.compaction.lag.ms", days(1)));

    /** The audit trail that replay compares with: 400 days, so that a yearly review finds last year. */
    public static final TopicSpec TRANSITIONS = new TopicSpec(
            "slo.transitions.v1",
            "slo/alert/group as UTF-8",
            output("transition"),
            OUTPUT_PARTITIONS,
            TimestampType.CREATE_TIME,
            CleanupPolicy.DELETE,
            Duration.ofDays(400).toMillis(),
            Map.of());

    /** The present state of every SLO and group. */
    public static final TopicSpec SUMMARIES = new TopicSpec(
            "slo.summaries.v1",
            "slo/group as UTF-8",
            output("summary"),
            OUTPUT_PARTITIONS,
            TimestampType.CREATE_TIME,
            CleanupPolicy.COMPACT,
            TopicSpec.FOREVER,
            Map.of());

    /** Minute history: 35 days hold a 30-day period and a margin. */
    public static final TopicSpec PANES = new TopicSpec(
            "slo.panes.v1",
            "slo/group as UTF-8",
            output("pane"),
            OUTPUT_PARTITIONS,
            TimestampType.CREATE_TIME,
            CleanupPolicy.DELETE,
            Duration.ofDays(35).toMillis(),
            Map.of());

    /** Records that were no valid events. They hold hostile bytes: short retention, restricted readers. */
    public static final TopicSpec DEAD_LETTERS = new TopicSpec(
            "slo.dead-letters.v1",
            "topic/partition as UTF-8",
            output("dead-letter"),
            OUTPUT_PARTITIONS,
            TimestampType.CREATE_TIME,
            CleanupPolicy.DELETE,
            Duration.ofDays(14).toMillis(),
            Map.of());

    /** Everything that decides verdicts. One partition, since offsets are versions; never deleted. */
    public static final TopicSpec DEFINITIONS = new TopicSpec(
            "slo.definitions.v1",
            "none",
            output("definition"),
            1,
            TimestampType.LOG_APPEND_TIME,
            CleanupPolicy.DELETE,
            TopicSpec.FOREVER,
            Map.of("retention.bytes", "-1"));

    /** What a receiver refused for good. Written by notifiers; they look here for what was never told. */
    public static final TopicSpec DEAD_NOTIFICATIONS = new TopicSpec(
            "slo.dead-notifications.v1",
            "slo/alert/group as UTF-8",
            output("dead-notification"),
            1,
            TimestampType.CREATE_TIME,
            CleanupPolicy.DELETE,
            Duration.ofDays(90).toMillis(),
            Map.of());

    private static final List<TopicSpec> OUTPUTS =
            List.of(ALERTS, TRANSITIONS, SUMMARIES, PANES, DEAD_LETTERS, DEFINITIONS);

    private TopicCatalog() {}

    /** The topic that carries this kind of telemetry. */
    public static TopicSpec telemetry(TelemetryKind kind) {
        return TELEMETRY.get(kind);
    }

    /** All topics: telemetry first, then what the engine writes, then what notifiers write. */
    public static List<TopicSpec> all() {
        List<TopicSpec> all = new ArrayList<>(TELEMETRY.values());
        all.addAll(OUTPUTS);
        all.add(DEAD_NOTIFICATIONS);
        return List.copyOf(all);
    }

    /** The topics that the engine writes. */
    public static List<TopicSpec> outputs() {
        return OUTPUTS;
    }

    /** The telemetry kind of this topic, or empty when it carries none. */
    public static Optional<TelemetryKind> kindOf(String topic) {
        for (TelemetryKind kind : TelemetryKind.values()) {
            if (kind.topic().equals(topic)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    private static Map<TelemetryKind, TopicSpec> telemetryTopics() {
        Map<TelemetryKind, TopicSpec> topics = new EnumMap<>(TelemetryKind.class);
        for (TelemetryKind kind : TelemetryKind.values()) {
            topics.put(
                    kind,
                    new TopicSpec(
                            kind.topic(),
                            "anything that spreads load, for example the request id; null is fine",
                            kind.schema(),
                            kind == TelemetryKind.EXCLUSION ? 1 : SOURCE_PARTITIONS,
                            TimestampType.LOG_APPEND_TIME,
                            CleanupPolicy.DELETE,
                            (kind == TelemetryKind.EXCLUSION ? EXCLUSIONS_KEPT : SOURCE_KEPT).toMillis(),
                            Map.of()));
        }
        return topics;
    }

    private static String days(int days) {
        return Long.toString(Duration.ofDays(days).toMillis());
    }

    private static Schema output(String name) {
        String resource = "/avro/output/" + name + ".avsc";
        try (InputStream in = TopicCatalog.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("schema missing from the class path: " + resource);
            }
            return new Schema.Parser().parse(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
