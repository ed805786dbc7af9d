// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.ingest;

import static io.slostream.topology.TopologyFixtures.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.Quantity;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.EventBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityReaderTest {

    @Test
    void shouldReadMeasurementsAndWholeNumbers() {
        EventBuilder request = EventBuilder.request("coder", T0);

        assertThat(field("ttft_ms").read(request.build())).isNaN();
        assertThat(field("ttft_ms").read(request.with("ttft_ms", 80.5).build())).isEqualTo(80.5);
        assertThat(field("output_tokens").read(request.build())).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({"6, 4, 1.5", "16, 4, 4", "17, 4, 4", "0, 4, 0", "1, 0, 4", "0, 0, NaN"})
    void shouldCapARatio(long tokens, long capacity, double value) {
        QuantityReader reader =
                QuantityReader.of(TelemetryKind.ROUTING, new Quantity.CappedRatio("tokens", "capacity", 4));

        EventBuilder event = EventBuilder.of(TelemetryKind.ROUTING, "coder", T0)
                .with("tokens", tokens)
                .with("capacity", capacity);

        assertThat(reader.read(event.build())).isEqualTo(Double.valueOf(value));
    }

    @Test
    void shouldHaveNoRatioOfAnAbsentField() {
        QuantityReader reader = QuantityReader.of(
                TelemetryKind.REQUEST, new Quantity.CappedRatio("accepted_tokens", "draft_tokens", 1));

        EventBuilder event = EventBuilder.request("coder", T0).with("draft_tokens", 5L);

        assertThat(reader.read(event.build())).isNaN();
    }

    private static QuantityReader field(String name) {
        return QuantityReader.of(TelemetryKind.REQUEST, new Quantity.Field(name));
    }
}
