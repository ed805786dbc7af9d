// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.wire;

import static io.slostream.schemas.telemetry.SampleEvents.good;
import static io.slostream.schemas.telemetry.SampleEvents.json;
import static io.slostream.schemas.telemetry.SampleEvents.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slostream.schemas.registry.RegistryUnavailableException;
import io.slostream.schemas.telemetry.DecodeResult;
import io.slostream.schemas.telemetry.DecodeResult.Rejected;
import io.slostream.schemas.telemetry.RejectReason;
import io.slostream.schemas.telemetry.SampleEvents;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetryDecoderTest {
    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final TelemetryDecoder decoder = new TelemetryDecoder(registry);
    private final TelemetryEvent event = new TelemetryEvent();

    @ParameterizedTest
    @EnumSource(TelemetryKind.class)
    void shouldGiveTheSameEventForAvroAndJson(TelemetryKind kind) {
        int id = registry.add(kind.schema());

        accept(kind, TelemetryEncoder.encode(id, kind.schema(), good(kind)));
        Map<String, Object> fromAvro = values(event);
        accept(kind, json(good(kind)));

        assertThat(values(event)).isEqualTo(fromAvro).isEqualTo(new TreeMap<>(good(kind)));
        assertThat(event.eventTimeMs()).isEqualTo(SampleEvents.T0);
    }

    @ParameterizedTest
    @EnumSource(TelemetryKind.class)
    void shouldCallARecordTruncatedWhereverItIsCut(TelemetryKind kind) {
        byte[] whole = TelemetryEncoder.encode(registry.add(kind.schema()), kind.schema(), good(kind));

        for (int length = 1; length < whole.length; length++) {
            assertThat(reject(kind, Arrays.copyOf(whole, length)).reason())
                    .as("cut after %d of %d bytes", length, whole.length)
                    .isEqualTo(RejectReason.TRUNCATED);
        }
        accept(kind, whole);
    }

    @ParameterizedTest
    @EnumSource(TelemetryKind.class)
    void shouldRefuseTrailingBytes(TelemetryKind kind) {
        byte[] whole = TelemetryEncoder.encode(registry.add(kind.schema()), kind.schema(), good(kind));

        for (int extra : new int[] {1, 7, 100}) {
            Rejected rejected = reject(kind, Arrays.copyOf(whole, whole.length + extra));
            assertThat(rejected.reason()).isEqualTo(RejectReason.TRAILING_BYTES);
            assertThat(rejected.detail()).contains(extra + " bytes");
        }
    }

    @Test
    void shouldNotLeakValuesFromOneEventIntoTheNext() {
        int id = registry.add(TelemetryKind.REQUEST.schema());
        accept(
                TelemetryKind.REQUEST,
                TelemetryEncoder.encode(id, TelemetryKind.REQUEST.schema(), good(TelemetryKind.REQUEST)));
        accept(TelemetryKind.EVALUATION, json(good(TelemetryKind.EVALUATION)));
        Map<String, Object> sparse = good(TelemetryKind.REQUEST);
        sparse.remove("ttft_ms");

        accept(TelemetryKind.REQUEST, TelemetryEncoder.encode(id, TelemetryKind.REQUEST.schema(), sparse));

        assertThat(values(event)).isEqualTo(new TreeMap<>(sparse));
    }

    @ParameterizedTest
    @ValueSource(strings = {"client_send", "frontend_arrival", "scheduled"})
    void shouldNotLetALaterEventOverwriteAnEnumSymbol(String clock) {
        int id = registry.add(TelemetryKind.REQUEST.schema());
        Map<String, Object> request = SampleEvents.with(TelemetryKind.REQUEST, "clock_start", clock);
        byte[] record = TelemetryEncoder.encode(id, TelemetryKind.REQUEST.schema(), request);
        accept(TelemetryKind.REQUEST, record);
        // error_type of an evaluation stands at the index that clock_start has in a request
        accept(TelemetryKind.EVALUATION, json(SampleEvents.with(TelemetryKind.EVALUATION, "error_type", "boom")));

        accept(TelemetryKind.REQUEST, record);

        assertThat(values(event)).containsEntry("clock_start", clock);
    }

    @Test
    void shouldKeepLongAndShortStringsApart() {
        for (String text : new String[] {"x".repeat(5_000), "y", "z".repeat(40)}) {
            accept(TelemetryKind.CANARY, json(SampleEvents.with(TelemetryKind.CANARY, "probe_id", text)));
            assertThat(values(event)).containsEntry("probe_id", text);
        }
    }

    @Test
    void shouldAskTheRegistryOncePerIdAndKind() {
        int id = registry.add(TelemetryKind.CANARY.schema());
        byte[] record = TelemetryEncoder.encode(id, TelemetryKind.CANARY.schema(), good(TelemetryKind.CANARY));

        for (int i = 0; i < 10; i++) {
            accept(TelemetryKind.CANARY, record);
        }

        assertThat(registry.calls).isOne();
    }

    @Test
    void shouldThrowAndNeverRejectWhileTheRegistryIsDown() {
        int id = registry.add(TelemetryKind.CANARY.schema());
        byte[] good = TelemetryEncoder.encode(id, TelemetryKind.CANARY.schema(), good(TelemetryKind.CANARY));
        byte[] neverSeen = WireFormat.frame(99, new byte[] {1, 2, 3});
        registry.down = true;

        assertThatThrownBy(() -> decoder.decode(TelemetryKind.CANARY, good, event))
                .isInstanceOf(RegistryUnavailableException.class);
        assertThatThrownBy(() -> decoder.decode(TelemetryKind.CANARY, neverSeen, event))
                .isInstanceOf(RegistryUnavailableException.class);

        registry.down = false;
        accept(TelemetryKind.CANARY, good);
        registry.down = true;
        accept(TelemetryKind.CANARY, good); // known by now
        accept(TelemetryKind.CANARY, json(good(TelemetryKind.CANARY))); // needs no registry
    }

    @Test
    void shouldNameApicuriosOwnFormat() {
        byte[] record = new byte[40];
        record[8] = 42; // byte 0, then an id of 8 bytes

        Rejected rejected = reject(TelemetryKind.REQUEST, record);

        assertThat(rejected.reason()).isEqualTo(RejectReason.UNKNOWN_SCHEMA_ID);
        assertThat(rejected.detail()).contains("8 bytes", "42", "Apicurio", "as-confluent");
    }

    @Test
    void shouldReadAnotherKindsRecordAsIncompatible() {
        int id = registry.add(TelemetryKind.EVALUATION.schema());
        byte[] record = TelemetryEncoder.encode(id, TelemetryKind.EVALUATION.schema(), good(TelemetryKind.EVALUATION));

        Rejected rejected = reject(TelemetryKind.REQUEST, record);

        assertThat(rejected.reason()).isEqualTo(RejectReason.INCOMPATIBLE_SCHEMA);
        assertThat(rejected.detail()).contains("missing required field", "telemetry.Request");
    }

    private void accept(TelemetryKind kind, byte[] value) {
        assertThat(decoder.decode(kind, value, event)).isEqualTo(DecodeResult.ACCEPTED);
    }

    private Rejected reject(TelemetryKind kind, byte[] value) {
        return (Rejected) decoder.decode(kind, value, event);
    }
}
