// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation;

import io.slostream.simulation.model.SpecialistModel;
import io.slostream.simulation.model.SpecialistModel.Load;
import io.slostream.simulation.model.SpecialistModel.Machines;
import io.slostream.simulation.model.SpecialistModel.Quality;
import io.slostream.simulation.model.SpecialistModel.Traits;
import io.slostream.simulation.model.TokenLengths;
import io.slostream.simulation.trace.AzureTrace;
import java.util.List;

/** Machines for a trace: enough replicas that its busiest ten seconds use half of them. */
final class TraceSizing {
    private static final long WINDOW_MS = 10_000;
    private static final double UTILIZATION = 0.5;
    private static final int SLOTS = 8;
    private static final double PREFILL_TOKENS_PER_SECOND = 25_000;
    private static final double STEP_MS = 22;
    private static final double STEP_MS_PER_REQUEST = 0.8;
    private static final int CHUNK_TOKENS = 2_048;
    private static final double PREFIX_SHARE = 0.3;

    private TraceSizing() {}

    /** A specialist whose machines fit these requests, which are in order of arrival. */
    static SpecialistModel model(String name, List<AzureTrace.Request> requests) {
        int longestPrompt = 1;
        int longestAnswer = 1;
        for (AzureTrace.Request request : requests) {
            longestPrompt = Math.max(longestPrompt, request.contextTokens());
            longestAnswer = Math.max(longestAnswer, request.generatedTokens());
        }
        int replicas = (int) Math.max(1, Math.ceil(busiestWork(requests) / WINDOW_MS / UTILIZATION));
        int blocks = 1 + (longestPrompt + longestAnswer) / 16 + SLOTS * 160;
        return new SpecialistModel(
                name,
                new Load(
                        0,
                        new TokenLengths(longestPrompt, 0, 1, longestPrompt),
                        new TokenLengths(longestAnswer, 0, 1, longestAnswer),
                        PREFIX_SHARE,
                        0.7,
                        List.of(45_000.0, 60_000.0)),
                new Machines(
                        replicas,
                        SLOTS,
                        blocks,
                        PREFILL_TOKENS_PER_SECOND,
                        CHUNK_TOKENS,
                        STEP_MS,
                        STEP_MS_PER_REQUEST,
                        2,
                        "h100-80gb"),
                new Quality(0.97, 5, 0.999, 20_000, 0.0002, 0.002),
                new Traits(0, 0, 0, 0.9, 0, 0, 0));
    }

    /** Greatest work that arrives in a window, milliseconds of one replica: prompts alone, answers share its steps. */
    private static double busiestWork(List<AzureTrace.Request> requests) {
        double greatest = 0;
        double sum = 0;
        int oldest = 0;
        for (AzureTrace.Request request : requests) {
            sum += work(request);
            while (requests.get(oldest).arrivalMs() <= request.arrivalMs() - WINDOW_MS) {
                sum -= work(requests.get(oldest++));
            }
            greatest = Math.max(greatest, sum);
        }
        return greatest;
    }

    private static double work(AzureTrace.Request request) {
        double answerMs = request.generatedTokens() * (STEP_MS + SLOTS * STEP_MS_PER_REQUEST) / SLOTS;
        return request.contextTokens() * 1_000 / PREFILL_TOKENS_PER_SECOND + answerMs;
    }
}
