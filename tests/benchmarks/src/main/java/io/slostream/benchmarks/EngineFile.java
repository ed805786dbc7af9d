// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import io.slostream.app.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes an {@code engine.yaml} for the traffic's specialists and kinds: Avro in and out, four partitions a topic, all
 * else as shipped.
 *
 * @param applicationId application id, also the name of the file and of the state directory
 * @param threads stream threads
 * @param profile {@code default} or {@code fast}
 * @param slos SLO files and folders
 */
record EngineFile(String applicationId, int threads, String profile, List<Path> slos) {
    static final int PARTITIONS = 4;
    /** The topics of the kinds that the traffic has. */
    static final List<String> TOPICS =
            List.of("telemetry.requests.v1", "telemetry.canaries.v1", "telemetry.evaluations.v1");

    /** Starts {@code slostream run} with this file. */
    ChildJvm start(Workbench bench, String name, List<String> jvmOptions) throws IOException {
        Path file = bench.directory().resolve(applicationId + ".yaml");
        Files.writeString(file, yaml(bench));
        return ChildJvm.start(
                name,
                bench.directory(),
                jvmOptions,
                Main.class,
                List.of("run", "-c", file.toString(), "--format", "json"));
    }

    private String yaml(Workbench bench) {
        StringBuilder topics = new StringBuilder();
        TOPICS.forEach(topic -> topics.append(topics.isEmpty() ? "" : ", ")
                .append(topic)
                .append(": ")
                .append(PARTITIONS));
        return """
                apiVersion: slostream/v1
                kind: Engine
                metadata: { name: benchmark }
                spec:
                  bootstrap: %s
                  applicationId: %s
                  instanceId: one
                  threads: %d
                  stateDir: state-%s
                  registry: { url: %s }
                  slos: %s
                  specialists: %s
                  profile: %s
                  http: { port: 0 }
                  topics: { partitions: { %s } }
                """.formatted(
                        bench.bootstrap(),
                        applicationId,
                        threads,
                        applicationId,
                        bench.registryUrl(),
                        slos.stream().map(Path::toString).toList(),
                        Traffic.specialists(),
                        profile,
                        topics);
    }
}
