// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import static io.slostream.topology.TopologyFixtures.HOUR;
import static io.slostream.topology.TopologyFixtures.MINUTE;
import static io.slostream.topology.TopologyFixtures.SECOND;
import static io.slostream.topology.TopologyFixtures.T0;
import static io.slostream.topology.TopologyFixtures.discovering;
import static io.slostream.topology.TopologyFixtures.showing;
import static io.slostream.topology.TopologyFixtures.slo;
import static io.slostream.topology.TopologyFixtures.ttftWithin;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.topology.EventBuilder;
import io.slostream.topology.Packet;
import io.slostream.topology.PartialSketch;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.sketch.BucketCounts;
import io.slostream.topology.sketch.ValueBuckets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Values of the events that an SLI counts, and of no others. Sketch 0 is TTFT, sketch 1 output tokens. */
class AccumulatorSketchTest {
    private final AccumulatorDriver source = new AccumulatorDriver(
            discovering(
                    TimeGrid.DEFAULT,
                    showing(slo("a", ttftWithin(500), HOUR), "ttft_ms", 5 * MINUTE),
                    showing(slo("b", ttftWithin(900), HOUR), "output_tokens", 5 * MINUTE)),
            1);

    @Test
    void shouldSendTheValuesOfCountedEventsWhenTheirBoundaryCloses() {
        source.event(1, request(1, 80.0));
        source.event(1, request(1, 80.2));
        source.event(1, request(1, 300.0));
        assertThat(sent()).isEmpty();
        source.arrive(15);

        assertThat(sent()).containsExactly("0 at 5 pane 0 {5521: 2, 5644: 1}", "1 at 5 pane 0 {5329: 3}");
        assertThat(source.openBlocks()).isZero();
    }

    @Test
    void shouldCountAFailedRequestWithoutAValueAndSketchNone() {
        source.event(
                1, EventBuilder.request("coder", T0).with("status_code", 503L).build());
        source.arrive(15);

        assertThat(source.sent()).contains("5 coder 0:0 0/1");
        assertThat(sent()).as("it has output tokens and no TTFT").containsExactly("1 at 5 pane 0 {5329: 1}");
    }

    @Test
    void shouldLeaveOutWhatTheSliDoesNotCount() {
        source.event(1, request(1, 80.0, "shadow", true));
        source.event(1, request(1, 80.0, "status_code", 429L));
        source.event(1, EventBuilder.request("coder", T0).build());
        source.arrive(15);

        assertThat(source.partials()).isEmpty();
        assertThat(sent()).isEmpty();
    }

    /** Counted by the SLI, whose window is an hour, and passed over by a distribution of five minutes. */
    @Test
    void shouldIgnoreWhatNoWindowOfTheDistributionHoldsAnyMore() {
        source.event(600, request(1, 80.0));
        source.event(600, request(301, 80.0));
        source.arrive(700);

        assertThat(source.sent()).contains("595 coder 0:0 1/1", "595 coder 0:300 1/1");
        assertThat(sent()).containsExactly("0 at 595 pane 300 {5521: 1}", "1 at 595 pane 300 {5329: 1}");
    }

    @Test
    void shouldGoOnOverTheSameState() {
        source.event(1, request(1, 80.0));
        source.restart();
        source.event(8, request(6, 80.0));
        source.event(8, request(1, 80.0));
        source.restart().arrive(30);

        assertThat(sent())
                .containsExactly(
                        "0 at 5 pane 0 {5521: 2}",
                        "1 at 5 pane 0 {5329: 2}",
                        "0 at 10 pane 5 {5521: 1}",
                        "1 at 10 pane 5 {5329: 1}");
    }

    @Test
    void shouldSplitWhatIsTooMuchForOnePacketAndSendTheWatermarkLast() {
        for (int group = 0; group < 3; group++) {
            for (int bucket = ValueBuckets.ZERO; bucket < ValueBuckets.COUNT; bucket++) {
                source.event(1, request("g" + group, 1, ValueBuckets.value(bucket)));
            }
        }
        source.forget().arrive(15);

        List<Packet> packets = source.packets();
        assertThat(packets).hasSize(2);
        assertThat(packets.get(0).watermarkMs()).isEqualTo(Packet.NO_WATERMARK);
        assertThat(packets.get(1).watermarkMs()).isEqualTo(T0 + 5 * SECOND);
        assertThat(packets)
                .allSatisfy(packet -> assertThat(packet.sketches().stream()
                                .mapToInt(sketch -> sketch.counts().size())
                                .sum())
                        .isLessThanOrEqualTo(PacketRouter.MAX_BUCKETS));
        assertThat(sketches().stream()
                        .filter(sketch -> sketch.sketch() == 0)
                        .mapToLong(sketch -> values(sketch.counts())))
                .containsExactly(3_841L, 3_841L, 3_841L);
    }

    private static long values(BucketCounts counts) {
        return IntStream.range(0, counts.size()).mapToLong(counts::count).sum();
    }

    private List<PartialSketch> sketches() {
        return source.packets().stream()
                .flatMap(packet -> packet.sketches().stream())
                .toList();
    }

    private List<String> sent() {
        return sketches().stream()
                .map(sketch -> "%d at %d pane %d %s"
                        .formatted(
                                sketch.sketch(),
                                (sketch.boundaryMs() - T0) / SECOND,
                                (sketch.paneStartMs() - T0) / SECOND,
                                sketch.counts()))
                .toList();
    }

    private static TelemetryEvent request(long second, double ttft) {
        return request("coder", second, ttft);
    }

    private static TelemetryEvent request(String group, long second, double ttft) {
        return EventBuilder.request(group, T0 + second * SECOND)
                .with("ttft_ms", ttft)
                .build();
    }

    private static TelemetryEvent request(long second, double ttft, String field, Object value) {
        return EventBuilder.request("coder", T0 + second * SECOND)
                .with("ttft_ms", ttft)
                .with(field, value)
                .build();
    }
}
