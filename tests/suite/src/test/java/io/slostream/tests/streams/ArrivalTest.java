// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.testkit.Telemetry;
import io.slostream.topology.accumulate.Accounting;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that come too late, too early, or are no events: what they change, what they must not, where they are told. */
class ArrivalTest {
    private static final byte[] NO_KEY = null;

    @TempDir
    private Path stateDir;

    /** Thirty probes a quarter of an hour. Three failed since 00:30, which does not page; one more in 31 would. */
    private static Timeline threeOfThirty() {
        return Timeline.of("canary-15m.yaml")
                .from("00:00", "00:30")
                .every("00:00:30", canary(true))
                .from("00:30", "00:31:30")
                .every("00:00:30", canary(false))
                .at("00:31:20", canary(true))
                .from("00:32", "00:40")
                .every("00:00:30", canary(true));
    }

    @Test
    void shouldCountAnEventThatArrivesWithinGraceForItsOwnBoundary() {
        Played played =
                threeOfThirty().at("00:31:30", canary(false), "00:31:44.999").playUntil("00:39", stateDir);

        assertThat(played.transitionsOf("CanaryFailing", "math")).startsWith("firing 00:31:35");
        assertThat(played.accounting()).isEqualTo(new Accounting(81, 81, 0, 0, 0));
    }

    @Test
    void shouldCountAnEventThatArrivesAfterGraceForTheNextBoundary() {
        Played played =
                threeOfThirty().at("00:31:30", canary(false), "00:31:45").playUntil("00:39", stateDir);

        assertThat(played.transitionsOf("CanaryFailing", "math")).startsWith("firing 00:31:40");
        // Counted in its own pane all the same.
        assertThat(played.accounting()).isEqualTo(new Accounting(81, 81, 0, 0, 0));
    }

    @Test
    void shouldCountAnEventThatIsMinutesLateAtTheFirstBoundaryStillOpen() {
        Played played =
                threeOfThirty().at("00:31:30", canary(false), "00:36:12").playUntil("00:39", stateDir);

        assertThat(played.transitionsOf("CanaryFailing", "math")).startsWith("firing 00:36:05");
    }

    @Test
    void shouldCallAnEventLateOnceNoWindowHoldsIt() {
        // The period is 30 d; ours began at 00:00.
        LongFunction<Telemetry> old = t -> Telemetry.canary("math", t - 31L * 24 * 3_600_000, false);

        Played played = threeOfThirty().at("00:33:10", 1_000, old).playUntil("00:39", stateDir);

        assertThat(played.accounting()).isEqualTo(new Accounting(1_080, 80, 1_000, 0, 0));
        played.expect("CanaryFailing", "math").andNoMore();
    }

    @Test
    void shouldMakeADeadLetterOfAnEventMoreThanAMinuteAhead() {
        Played played = threeOfThirty()
                .at("00:34:00.000", canary(false), "00:32:59.999")
                .at("00:34:00.000", canary(false), "00:33:00")
                .playUntil("00:39", stateDir);

        assertThat(played.accounting()).isEqualTo(new Accounting(82, 81, 0, 1, 0));
        assertThat(played.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.get("reason")).hasToString("future");
            assertThat(letter.get("arrival_time")).isEqualTo(Timeline.ms("00:32:59.999"));
            assertThat(letter.get("detail").toString()).contains("60001 ms after the arrival time");
        });
        // The one that is a minute ahead counts in its own pane: the fourth failed probe of the quarter of an hour.
        assertThat(played.transitionsOf("CanaryFailing", "math")).startsWith("firing 00:34:05");
    }

    /** One of each sort, with the reason it must be told with. */
    private static Map<String, byte[]> poisons() {
        Map<String, byte[]> poisons = new LinkedHashMap<>();
        poisons.put("bad-magic", text("no event at all"));
        poisons.put("empty", new byte[0]);
        poisons.put("null-record", null);
        poisons.put("malformed-json", text("{\"type\":\"canary\",\"event_id\":"));
        poisons.put("missing-field", text("{\"type\":\"canary\",\"event_id\":\"x\"}"));
        poisons.put("wrong-type", text("{\"type\":\"request\",\"event_id\":\"x\"}"));
        poisons.put("unknown-type", text("{\"type\":\"weather\",\"event_id\":\"x\"}"));
        poisons.put("empty-field", event("\"event_id\":\"\",\"event_time\":1767571200000,\"passed\":false"));
        poisons.put("out-of-range", event("\"event_id\":\"x\",\"event_time\":-1,\"passed\":false"));
        poisons.put(
                "inconsistent-fields",
                event("\"event_id\":\"x\",\"event_time\":1767571200000,\"passed_count\":3,\"probe_count\":2"));
        poisons.put("nested-too-deep", text("{\"deep\":" + "[".repeat(200) + "]".repeat(200) + "}"));
        poisons.put("oversized", text("{\"text\":\"" + "x".repeat(2_000_000) + "\"}"));
        // Confluent's header; this engine has no registry, so it knows no schema.
        poisons.put("unknown-schema-id", new byte[] {0, 0, 0, 0, 7, 1, 2, 3});
        return poisons;
    }

    @Test
    void shouldTellEachPoisonRecordWithItsReasonAndJudgeAsIfItWereNotThere() {
        Timeline clean = threeOfThirty().at("00:31:30", canary(false));
        Timeline poisoned = threeOfThirty().at("00:31:30", canary(false));
        for (byte[] poison : poisons().values()) {
            poisoned.poison("00:31:31", TelemetryKind.CANARY, text("key"), poison);
        }

        Played played = poisoned.playUntil("00:39", stateDir.resolve("poisoned"));

        assertThat(played.deadLetters())
                .extracting(letter -> letter.get("reason").toString())
                .containsExactlyElementsOf(poisons().keySet());
        assertThat(played.transitions())
                .isNotEmpty()
                .isEqualTo(clean.playUntil("00:39", stateDir.resolve("clean")).transitions());
        int poisons = poisons().size();
        assertThat(played.accounting()).isEqualTo(new Accounting(81 + poisons, 81, 0, poisons, 0));
    }

    @Test
    void shouldSayWhereAPoisonRecordWasAndKeepItsBeginning() {
        byte[] large = text("{\"text\":\"" + "x".repeat(10_000));

        GenericRecord letter = threeOfThirty()
                .poison("00:00:10", TelemetryKind.CANARY, text("request-17"), large)
                .playUntil("00:01", stateDir)
                .deadLetters()
                .get(0);

        assertThat(letter.get("topic")).hasToString("telemetry.canaries.v1");
        assertThat(letter.get("partition")).isEqualTo(0);
        assertThat(letter.get("arrival_time")).isEqualTo(Timeline.ms("00:00:10"));
        assertThat(letter.get("key")).isEqualTo(ByteBuffer.wrap(text("request-17")));
        assertThat(letter.get("value")).isEqualTo(ByteBuffer.wrap(large, 0, 4_096));
        assertThat(letter.get("value_size")).isEqualTo((long) large.length);
    }

    @Test
    void shouldNotTakeAProducersNullForATick() {
        // A tick's key without the engine's header.
        Played played = threeOfThirty()
                .poison("00:10:01", TelemetryKind.CANARY, text("slostream-tick"), null)
                .poison("00:10:02", TelemetryKind.CANARY, NO_KEY, null)
                .playUntil("00:39", stateDir);

        assertThat(played.deadLetters())
                .extracting(letter -> letter.get("reason").toString())
                .isEqualTo(List.of("null-record", "null-record"));
        assertThat(played.accounting()).isEqualTo(new Accounting(82, 80, 0, 2, 0));
    }

    @Test
    void shouldWriteOneTickAPaneWhereNothingElseMovesTheClock() {
        Played played = threeOfThirty().playUntil("00:39", stateDir);

        // Each probe closes a boundary itself; the other five of its half minute take a tick each.
        assertThat(played.ticks()).hasSizeBetween(5 * 78, 5 * 80).allSatisfy(tick -> {
            assertThat(tick.key()).isEqualTo(text("slostream-tick"));
            assertThat(tick.value()).isNull();
            assertThat(tick.headers().lastHeader("slostream-engine").value()).isEqualTo(text("engine"));
        });
        assertThat(played.ticks().stream().map(tick -> tick.timestamp() / 5_000))
                .doesNotHaveDuplicates();
        assertThat(played.accounting().in()).as("ticks are no events").isEqualTo(80);
    }

    private static byte[] event(String fields) {
        return text("{\"type\":\"canary\",\"specialist\":\"math\",\"probe_id\":\"p\"," + fields + "}");
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static LongFunction<Telemetry> canary(boolean passed) {
        return ShippedSlosTest.canary("math", passed);
    }
}
