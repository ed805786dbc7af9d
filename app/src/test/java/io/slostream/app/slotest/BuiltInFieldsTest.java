// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.slotest;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.schemas.json.JsonEventReader;
import io.slostream.schemas.telemetry.DecodeResult;
import io.slostream.schemas.telemetry.SampleName;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is built in is valid, and what the reference of the format says. */
class BuiltInFieldsTest {

    @ParameterizedTest
    @EnumSource(TelemetryKind.class)
    void shouldMakeAValidEventOfEveryKindFromASpecialistAlone(TelemetryKind kind) {
        Map<String, String> fields = kind == TelemetryKind.SAMPLE
                ? Map.of("specialist", "\"math\"", "name", "\"queue_depth\"")
                : kind == TelemetryKind.EXCLUSION
                        ? Map.of("from", "0", "to", "60000")
                        : Map.of("specialist", "\"math\"");
        EventTemplates templates = new EventTemplates(kind, fields, Map.of("plain", Map.of()));

        assertThat(decoded(templates.of(new String[] {"plain"})).kind()).isEqualTo(kind);
        for (String label : BuiltInFields.labels(kind).keySet()) {
            assertThat(decoded(templates.of(new String[] {label})).kind()).isEqualTo(kind);
        }
    }

    @ParameterizedTest
    @EnumSource(SampleName.class)
    void shouldGiveASampleTheUnitOfItsName(SampleName name) {
        EventTemplates templates = new EventTemplates(TelemetryKind.SAMPLE, Map.of(), Map.of());
        TelemetryEvent event = decoded(templates.of(new String[] {"name=" + name.word(), "resource_class=h100"}));

        assertThat(text(event, "unit")).isEqualTo(name.unit());
        assertThat(event.has(TelemetryKind.SAMPLE.specialistField().index())).isFalse();
    }

    @Test
    void shouldMeasureEverythingInARequestThatIsOk() {
        EventTemplates templates =
                new EventTemplates(TelemetryKind.REQUEST, Map.of("specialist", "\"math\""), Map.of());
        TelemetryEvent ok = decoded(templates.of(new String[] {"ok"}));

        for (String field : new String[] {"queue_ms", "ttft_ms", "tpot_ms", "itl_p95_ms", "e2e_ms", "deadline_ms"}) {
            assertThat(ok.has(TelemetryKind.REQUEST.fieldOrNull(field).index()))
                    .as(field)
                    .isTrue();
        }
        TelemetryEvent bad = decoded(templates.of(new String[] {"bad"}));
        assertThat(bad.longAt(TelemetryKind.REQUEST.fieldOrNull("status_code").index()))
                .isEqualTo(500);
    }

    @Test
    void shouldStandInTheReference() throws Exception {
        String readme = Files.readString(Path.of("README.md"));

        for (TelemetryKind kind : TelemetryKind.values()) {
            assertThat(readme).contains("| `" + kind.type() + "` | " + words(BuiltInFields.neutral(kind)) + " |");
        }
        BuiltInFields.labels(TelemetryKind.REQUEST)
                .values()
                .forEach(fields -> assertThat(readme).contains(words(fields)));
    }

    private static String words(Map<String, String> fields) {
        StringBuilder text = new StringBuilder();
        fields.forEach((name, json) -> text.append(text.length() == 0 ? "`" : ", `")
                .append(name)
                .append(": ")
                .append(json.replace("\"", ""))
                .append('`'));
        return text.toString();
    }

    private static TelemetryEvent decoded(EventTemplate template) {
        TelemetryEvent event = new TelemetryEvent();
        byte[] line = template.line("e1-1", 0, 5, 5);
        assertThat(new JsonEventReader().read(line, 0, line.length, null, event))
                .isEqualTo(DecodeResult.ACCEPTED);
        return event;
    }

    private static String text(TelemetryEvent event, String field) {
        return event.stringAt(event.kind().fieldOrNull(field).index()).toString();
    }
}
