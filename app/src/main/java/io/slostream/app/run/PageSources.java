// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.slostream.app.page.PageSource;
import io.slostream.dashboards.page.Progress;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.topology.DefinitionVersions;
import io.slostream.topology.judge.VerdictStage;
import io.slostream.topology.streams.EngineStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.StreamsConfig;

/** What an instance gives its page. */
final class PageSources {
    private PageSources() {}

    static PageSource of(
            EngineConfig config,
            StreamsConfig streamsConfig,
            SchemaRegistry registry,
            DefinitionVersions versions,
            EngineHealth health,
            EngineStatus status,
            LongSupplier clock) {
        // Two clients of one name would be in each other's way among the beans of management.
        AtomicInteger consumers = new AtomicInteger();
        return new PageSource(
                config.name(),
                versions::newest,
                () -> KafkaProperties.reader(
                        streamsConfig, config.applicationId() + "-serve-" + consumers.incrementAndGet()),
                registry,
                config.verdictPartitions(),
                VerdictStage.DEFAULT_SUMMARY_INTERVAL_MS,
                config.trustProducerTime(),
                clock,
                () -> state(health.ready()),
                () -> evaluated(status));
    }

    private static PageSource.State state(EngineHealth.Report report) {
        return new PageSource.State(report.good(), report.problems());
    }

    private static Map<Progress.Part, Long> evaluated(EngineStatus status) {
        Map<Progress.Part, Long> judged = new HashMap<>();
        status.evaluated()
                .forEach((part, boundary) -> judged.put(new Progress.Part(part.kind(), part.partition()), boundary));
        return judged;
    }
}
