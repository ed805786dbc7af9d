// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import io.slostream.topology.judge.Verdict;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/** INTERIM: replaced when output records exist. */
final class JudgedOutput implements Consumer<Verdict> {
    private final ProcessorContext<byte[], Judged> context;
    private boolean alerted;

    JudgedOutput(EngineSettings settings, ProcessorContext<byte[], Judged> context) {
        this.context = context;
    }

    @Override
    public void accept(Verdict verdict) {
        alerted = true;
        context.forward(new org.apache.kafka.streams.processor.api.Record<>(
                verdict.key().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8),
                new Judged(
                        io.slostream.schemas.topic.TopicCatalog.TRANSITIONS,
                        verdict.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                verdict.transition().atMs()));
    }

    boolean takeAlerted() {
        boolean result = alerted;
        alerted = false;
        return result;
    }
}
