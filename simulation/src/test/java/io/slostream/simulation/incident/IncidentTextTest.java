// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.simulation.incident.Incident.Span;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IncidentTextTest {
    private static final long MINUTE_MS = 60_000;

    @Test
    void shouldReadEveryKind() {
        assertThat(IncidentText.parse("correctness:code@2h10m+60m=0.4"))
                .isEqualTo(new Incident.CorrectnessLoss(new Span("code", 130 * MINUTE_MS, 190 * MINUTE_MS), 0.4));
        Span span = new Span("s", 90_000, 90_000 + MINUTE_MS);
        assertThat(IncidentText.parse("canary:s@90s+1m")).isEqualTo(new Incident.CanaryFailure(span, 0));
        assertThat(IncidentText.parse("canary:s@90s+1m=0.5")).isEqualTo(new Incident.CanaryFailure(span, 0.5));
        assertThat(IncidentText.parse("capacity:s@1m30s+60s=0.3")).isEqualTo(new Incident.CapacityLoss(span, 0.3));
        assertThat(IncidentText.parse("slowdown:s@90s+1m=0.3")).isEqualTo(new Incident.Slowdown(span, 0.3));
        assertThat(IncidentText.parse("errors:s@90s+1m=1")).isEqualTo(new Incident.Errors(span, 1));
        assertThat(IncidentText.parse("tools:s@90s+1m=0.9")).isEqualTo(new Incident.ToolFailures(span, 0.9));
        assertThat(IncidentText.parse("ecc:s@90s+1m=5")).isEqualTo(new Incident.MemoryErrors(span, 5));
        assertThat(IncidentText.parse("cost:s@90s+1m=3")).isEqualTo(new Incident.PriceChange(span, 3));
        assertThat(IncidentText.parse("storage:s@90s+1m=0.2")).isEqualTo(new Incident.SlowStorage(span, 0.2));
        assertThat(IncidentText.parse("training:s@90s+1m")).isEqualTo(new Incident.TrainingFailure(span, 0));
        assertThat(IncidentText.parse("training:s@90s+1m=0.5")).isEqualTo(new Incident.TrainingFailure(span, 0.5));
        assertThat(IncidentText.parse("stale:s@90s+1m=20")).isEqualTo(new Incident.StaleCheckpoint(span, 20));
        assertThat(IncidentText.parse("router:s@90s+1m=2")).isEqualTo(new Incident.RouterDrift(span, 2));
        assertThat(IncidentText.parse("silence:s@90s+1m")).isEqualTo(new Incident.Silence(span, Optional.empty()));
        assertThat(IncidentText.parse("silence:s@90s+1m=canary"))
                .isEqualTo(new Incident.Silence(span, Optional.of(TelemetryKind.CANARY)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense                 | 'nonsense' is no incident; write KIND:SPECIALIST@START+LENGTH[=VALUE]",
                "fire:s@1m+1m             | 'fire' is no kind of incident; there are correctness, canary, capacity",
                "capacity:s@1m+1m         | capacity needs a value: the share of replicas that is left",
                "capacity:s@1m+1m=0       | it must be greater than 0, at most 1",
                "capacity:s@1m+1m=NaN     | it must be greater than 0, at most 1",
                "errors:s@1m+1m=1.5       | it must be 0 to 1",
                "cost:s@1m+1m=0           | it must be greater than 0, at most 100000",
                "ecc:s@1m+1m=NaN          | it must be greater than 0, at most 100000",
                "stale:s@1m+1m            | stale needs a value: the age in days of the checkpoint that serves",
                "errors:s@1m+1m=lots      | 'lots' is no number; it is the share of requests that fail",
                "errors:s@soon+1m=1       | START is 'soon', which is no duration",
                "errors:s@1m+0m=1         | LENGTH is 0",
                "silence:s@1m+1m=requests | 'requests' is no kind of telemetry; there are evaluation, canary",
            })
    void shouldSayWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> IncidentText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text)
                .hasMessageContaining(message);
    }
}
