// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation.model;

import io.slostream.schemas.telemetry.TelemetryKind;

/**
 * Writes the event of a request. The clock starts at the frontend, so TTFT is exactly queue + admission to first token.
 * A client that leaves before the first token is a 499, as proxies log it; one that leaves later had its 200.
 */
final class RequestReport {
    private static final int TENANTS = 8;
    private static final int SHADOW_ONE_OF = 256;

    private final SpecialistModel model;
    private final Outbox outbox;

    RequestReport(SpecialistModel model, Outbox outbox) {
        this.model = model;
        this.outbox = outbox;
    }

    void answered(Job job, long nowUs) {
        send(job, nowUs, 200, "", false);
    }

    void failed(Job job, long nowUs) {
        send(job, nowUs, 500, "internal", false);
    }

    void refused(Job job, long nowUs) {
        send(job, nowUs, 503, "circuit_open", false);
    }

    void left(Job job, long nowUs) {
        send(job, nowUs, job.firstTokenUs == Job.NEVER ? 499 : 200, "", true);
    }

    private void send(Job job, long nowUs, long status, String error, boolean left) {
        boolean admitted = job.admittedUs != Job.NEVER;
        boolean begun = job.firstTokenUs != Job.NEVER;
        boolean measurable = job.generated > 1;
        String id = model.name() + "-r" + job.number;
        Outbox.Draft event = outbox.begin(TelemetryKind.REQUEST, nowUs)
                .put("request_id", id)
                .put("trace_id", String.format("%016x%016x", job.traceBits, ~job.traceBits * 0x9e3779b97f4a7c15L))
                .put("status_code", status);
        if (!error.isEmpty()) {
            event.put("error_type", error);
        }
        event.put("clock_start", "frontend_arrival")
                .put("queue_ms", admitted ? ms(job.admittedUs - job.arrivalUs) : Double.NaN)
                .put("admission_to_first_token_ms", begun ? ms(job.firstTokenUs - job.admittedUs) : Double.NaN)
                .put("ttft_ms", begun ? ms(job.firstTokenUs - job.arrivalUs) : Double.NaN)
                .put("tpot_ms", measurable ? tpot(job) : Double.NaN)
                .put("itl_p95_ms", measurable ? ms(job.gapPercentileUs(95)) : Double.NaN)
                .put("e2e_ms", ms(nowUs - job.arrivalUs))
                .put("deadline_ms", job.deadlineMs)
                .put("input_tokens", (long) job.promptTokens)
                .put("output_tokens", (long) job.generated)
                .put("preemptions", (long) job.preemptions)
                .put("preempted_once", job.preemptions > 0)
                .put("preemption_depth", (long) job.preemptionDepth)
                .put("tool_calls", begun ? (long) job.toolCalls : 0L)
                .put("tool_call_failures", begun ? (long) job.toolCallFailures : 0L)
                .put("disconnected", left);
        if (model.traits().draftTokens() > 0) {
            event.put("draft_tokens", job.draftTokens)
                    .put("accepted_tokens", job.acceptedTokens)
                    .put("rolled_back_tokens", job.rolledBackTokens);
        }
        event.put("router_confidence", Math.round(job.confidence * 1e4) / 1e4)
                .put("shadow", Long.remainderUnsigned(job.traceBits, SHADOW_ONE_OF) == 0);
        if (job.adapter >= 0) {
            event.put("adapter", "lora-" + job.adapter);
        }
        event.put("tenant", "tenant-" + Long.remainderUnsigned(job.traceBits >>> 8, TENANTS));
        event.send(id);
    }

    private static double tpot(Job job) {
        return ms(Math.round((double) (job.lastTokenUs - job.firstTokenUs) / (job.generated - 1)));
    }

    private static double ms(long us) {
        return us / 1_000.0;
    }
}
