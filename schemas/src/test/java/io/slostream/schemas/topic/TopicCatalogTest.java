// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.schemas.telemetry.TelemetryField;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.topic.TopicSpec.CleanupPolicy;
import io.slostream.schemas.topic.TopicSpec.TimestampType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TopicCatalogTest {
    static List<TopicSpec> topics() {
        return TopicCatalog.all();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void shouldFollowTheNamingRule(TopicSpec topic) {
        assertThat(topic.name()).matches(TopicCatalog.NAMING_RULE);
        assertThat(topic.keyDescription()).isNotBlank();
        assertThat(topic.defaultPartitions()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void shouldDocumentEveryTypeAndField(TopicSpec topic) {
        assertDocumented(topic.valueSchema(), new HashSet<>());
    }

    @ParameterizedTest
    @MethodSource("topics")
    void shouldSurviveAPrintAndParseOfTheSchema(TopicSpec topic) {
        assertThat(new Schema.Parser().parse(topic.valueSchema().toString())).isEqualTo(topic.valueSchema());
    }

    @ParameterizedTest
    @EnumSource(TelemetryKind.class)
    void shouldCarryTheCommonFieldsInEveryKind(TelemetryKind kind) {
        assertThat(kind.fields().stream().limit(3).map(TelemetryField::name))
                .containsExactly("event_id", "event_time", "specialist");
        assertThat(kind.specialistField().nullable())
                .isEqualTo(kind == TelemetryKind.SAMPLE || kind == TelemetryKind.EXCLUSION);
        assertThat(TopicCatalog.telemetry(kind).timestamp()).isEqualTo(TimestampType.LOG_APPEND_TIME);
        assertThat(TopicCatalog.kindOf(kind.topic())).contains(kind);
    }

    @ParameterizedTest
    @EnumSource(TelemetryKind.class)
    void shouldBoundEveryNumber(TelemetryKind kind) {
        for (TelemetryField field : kind.fields()) {
            if (field.isNumeric()) {
                assertThat(field.minimum()).as(field.name()).isFinite();
                assertThat(field.maximum()).as(field.name()).isFinite();
            }
        }
    }

    @Test
    void shouldPinWhatOutsidersRelyOn() {
        assertThat(TopicCatalog.all().stream().map(TopicSpec::name))
                .containsExactly(
                        "telemetry.evaluations.v1",
                        "telemetry.canaries.v1",
                        "telemetry.requests.v1",
                        "telemetry.samples.v1",
                        "telemetry.routing.v1",
                        "telemetry.checkpoints.v1",
                        "telemetry.exclusions.v1",
                        "slo.alerts.v1",
                        "slo.transitions.v1",
                        "slo.summaries.v1",
                        "slo.panes.v1",
                        "slo.dead-letters.v1",
                        "slo.definitions.v1",
                        "slo.dead-notifications.v1");
        assertThat(TopicCatalog.outputs()).doesNotContain(TopicCatalog.DEAD_NOTIFICATIONS);
        assertThat(TopicCatalog.DEFINITIONS.defaultPartitions()).isOne();
        assertThat(TopicCatalog.telemetry(TelemetryKind.EXCLUSION).defaultPartitions())
                .isOne();
        assertThat(TopicCatalog.telemetry(TelemetryKind.EXCLUSION).config())
                .containsEntry("retention.ms", "3024000000");
        assertThat(TopicCatalog.telemetry(TelemetryKind.CANARY).config()).containsEntry("retention.ms", "604800000");
        assertThat(TopicCatalog.DEFINITIONS.config()).containsEntry("retention.ms", "-1");
        assertThat(TopicCatalog.TRANSITIONS.config()).containsEntry("retention.ms", "34560000000");
        assertThat(TopicCatalog.SUMMARIES.cleanup()).isEqualTo(CleanupPolicy.COMPACT);
        assertThat(TopicCatalog.ALERTS.valueSubject()).isEqualTo("slo.alerts.v1-value");
        assertThat(TopicCatalog.kindOf("slo.alerts.v1")).isEmpty();
    }

    private static void assertDocumented(Schema schema, Set<String> seen) {
        switch (schema.getType()) {
            case RECORD -> {
                if (seen.add(schema.getFullName())) {
                    assertThat(schema.getDoc()).as(schema.getFullName()).isNotBlank();
                    for (Schema.Field field : schema.getFields()) {
                        assertThat(field.doc())
                                .as(schema.getFullName() + "." + field.name())
                                .isNotBlank();
                        assertDocumented(field.schema(), seen);
                    }
                }
            }
            case ENUM -> assertThat(schema.getDoc()).as(schema.getFullName()).isNotBlank();
            case ARRAY -> assertDocumented(schema.getElementType(), seen);
            case UNION -> {
                assertThat(schema.getTypes().get(0).getType()).isEqualTo(Schema.Type.NULL);
                schema.getTypes().forEach(branch -> assertDocumented(branch, seen));
            }
            default -> {}
        }
    }
}
