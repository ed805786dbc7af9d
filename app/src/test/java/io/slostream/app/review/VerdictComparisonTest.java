// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.schemas.topic.TopicSpec;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

class VerdictComparisonTest {
    private static final String TRANSITIONS = TopicCatalog.TRANSITIONS.name();

    @Test
    void shouldFindRecordsThatAreTheSame() {
        List<RecordedVerdict> verdicts = List.of(transition(10, "firing", "x"), transition(20, "resolved", "x"));

        VerdictComparison comparison = VerdictComparison.of(verdicts, verdicts, 0, 100, 100);

        assertThat(comparison.isSame()).isTrue();
        assertThat(comparison.identical()).containsEntry(TRANSITIONS, 2L);
    }

    @Test
    void shouldTellEveryWayToDiffer() {
        VerdictComparison comparison = VerdictComparison.of(
                List.of(transition(10, "pending", "x"), transition(20, "firing", "x"), transition(40, "no_data", "x")),
                List.of(transition(10, "pending", "y"), transition(25, "firing", "x"), transition(60, "resolved", "x")),
                0,
                100,
                100);

        assertThat(comparison.differences())
                .extracting(Difference::sort, Difference::atMs)
                .containsExactly(
                        tuple(Difference.Sort.CHANGED, 10L),
                        tuple(Difference.Sort.SHIFTED, 20L),
                        tuple(Difference.Sort.MISSING, 40L),
                        tuple(Difference.Sort.EXTRA, 60L));
        assertThat(comparison.differences().get(0).detail()).isEqualTo("summary x is y");
        assertThat(comparison.differences().get(1).replayedAtMs()).hasValue(25);
        assertThat(comparison.count(TRANSITIONS, Difference.Sort.MISSING)).isEqualTo(1);
    }

    @Test
    void shouldLeaveOutWhatIsNotInTheRange() {
        VerdictComparison comparison = VerdictComparison.of(
                List.of(transition(5, "firing", "x"), transition(200, "resolved", "x")), List.of(), 10, 100, 100);

        assertThat(comparison.isSame()).isTrue();
    }

    @Test
    void shouldNotCountAgainstTheReplayWhatTheEngineHadNotJudged() {
        VerdictComparison comparison =
                VerdictComparison.of(List.of(), List.of(transition(90, "firing", "x")), 0, 100, 80);

        assertThat(comparison.isSame()).isTrue();
        assertThat(comparison.beyond()).isEqualTo(1);
    }

    @Test
    void shouldKnowThatAlertsAreCompacted() {
        List<RecordedVerdict> replayed = List.of(alert(10, "firing"), alert(20, "resolved"));

        assertThat(VerdictComparison.of(List.of(alert(20, "resolved")), replayed, 0, 100, 100))
                .satisfies(comparison -> {
                    assertThat(comparison.isSame()).isTrue();
                    assertThat(comparison.compacted()).isEqualTo(1);
                });
        assertThat(VerdictComparison.of(List.of(alert(10, "firing")), replayed, 0, 100, 100)
                        .differences())
                .as("the newest record of a key is never compacted away")
                .extracting(Difference::sort)
                .containsExactly(Difference.Sort.EXTRA);
    }

    private static RecordedVerdict transition(long atMs, String state, String summary) {
        return verdict(TopicCatalog.TRANSITIONS, atMs, state, summary);
    }

    private static RecordedVerdict alert(long atMs, String state) {
        return verdict(TopicCatalog.ALERTS, atMs, state, "x");
    }

    private static RecordedVerdict verdict(TopicSpec topic, long atMs, String state, String summary) {
        Schema schema = topic.valueSchema();
        GenericRecord value = new GenericData.Record(schema);
        schema.getFields().forEach(field -> value.put(field.pos(), neutral(field.schema())));
        value.put("at", atMs);
        value.put("sequence", atMs);
        value.put("summary", summary);
        value.put("state", new GenericData.EnumSymbol(schema.getField("state").schema(), state));
        return new RecordedVerdict(topic.name(), "canary/Failing/math", atMs, value);
    }

    private static Object neutral(Schema schema) {
        return switch (schema.getType()) {
            case LONG -> 0L;
            case DOUBLE -> 0.0;
            case STRING -> "";
            case ARRAY -> List.of();
            case ENUM ->
                new GenericData.EnumSymbol(schema, schema.getEnumSymbols().get(0));
            default -> null;
        };
    }
}
