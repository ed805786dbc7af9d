// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.slostream.app.serve.Answer;
import io.slostream.topology.accumulate.Accounting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /health/live} and {@code /health/ready}: 200 or 503 with a JSON body. */
final class HealthRoutes {
    private static final JsonFactory JSON = new JsonFactory();

    private HealthRoutes() {}

    static Map<String, Supplier<Answer>> of(EngineHealth health) {
        return Map.of("/health/live", () -> live(health), "/health/ready", () -> ready(health));
    }

    private static Answer live(EngineHealth health) {
        EngineHealth.Report report = health.live();
        return answer(report, report.good() ? "live" : "dead", Optional.empty());
    }

    /** With where records went: the first thing that somebody asks whose events show no effect. */
    private static Answer ready(EngineHealth health) {
        EngineHealth.Report report = health.ready();
        return answer(report, report.good() ? "ready" : "not ready", Optional.of(health.accounting()));
    }

    private static Answer answer(EngineHealth.Report report, String status, Optional<Accounting> events) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("status", status);
            if (!report.state().isEmpty()) {
                json.writeStringField("state", report.state());
            }
            json.writeArrayFieldStart("problems");
            for (String problem : report.problems()) {
                json.writeString(problem);
            }
            json.writeEndArray();
            if (events.isPresent()) {
                RunSummary.writeEvents(json, events.get());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Answer.json(report.good() ? 200 : 503, out.toByteArray());
    }
}
