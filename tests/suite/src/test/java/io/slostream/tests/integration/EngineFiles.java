// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import io.slostream.app.run.EngineConfig;
import io.slostream.app.run.EngineConfigReader;
import io.slostream.testkit.oracle.OracleSlo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** An {@code engine.yaml}, at first with one SLO of short windows on canaries, in a directory of its own. */
final class EngineFiles {
    static final String SLO = "canary-fast";
    static final String ALERT = "CanaryFailing";
    static final String TOPIC = "telemetry.canaries.v1";

    private final Path directory;
    private final String bootstrap;
    private String below = "0.9";
    private String alert = ALERT;
    private List<OracleSlo> slos = List.of();
    private String http = "{ port: 0 }";
    private String extra = "";
    private String security = "";
    private String output = "json";
    private String instance = "one";
    private int metadataMaxAgeMs = 300_000;
    private long cacheBytes = 64L << 20;
    private String topics = "{ partitions: { telemetry.canaries.v1: 4 } }";

    EngineFiles(Path directory, String bootstrap) {
        this.directory = directory;
        this.bootstrap = bootstrap;
    }

    /** The pass rate below which the alert fires. */
    EngineFiles below(String rate) {
        below = rate;
        return this;
    }

    /** Another name for the alert. */
    EngineFiles alert(String name) {
        alert = name;
        return this;
    }

    /** Other SLOs, with whatever alerts they have, in the place of the one on canaries. */
    EngineFiles slos(List<OracleSlo> others) {
        slos = List.copyOf(others);
        return this;
    }

    /** How soon a running engine sees that a topic has grown. */
    EngineFiles metadataMaxAgeMs(int ms) {
        metadataMaxAgeMs = ms;
        return this;
    }

    /** Size of the stores' cache; 0 writes every change at once. */
    EngineFiles cacheBytes(long bytes) {
        cacheBytes = bytes;
        return this;
    }

    /** Another instance of the same engine. */
    EngineFiles instance(String id) {
        instance = id;
        return this;
    }

    /** How it is served. */
    EngineFiles http(String flowMapping) {
        http = flowMapping;
        return this;
    }

    EngineFiles topics(String flowMapping) {
        topics = flowMapping;
        return this;
    }

    /** Logs in with SCRAM; the password stands in a file of its own. */
    EngineFiles login(String user, String passwordFile) {
        security = """
                , security.protocol: SASL_PLAINTEXT, sasl.mechanism: SCRAM-SHA-256, sasl.jaas.config: \
                'org.apache.kafka.common.security.scram.ScramLoginModule required username="%s" password="${file:%s}";'""".formatted(user, passwordFile);
        return this;
    }

    /** Reads and writes Avro by this registry. */
    EngineFiles avro(String registryUrl) {
        output = "avro";
        return with("registry: { url: " + registryUrl + " }");
    }

    /** Another line of the spec. */
    EngineFiles with(String line) {
        extra += "  " + line + "\n";
        return this;
    }

    Path write() {
        try {
            Files.writeString(directory.resolve("slo.yaml"), slo());
            for (OracleSlo slo : slos) {
                Files.writeString(directory.resolve(slo.name() + ".yaml"), slo.yaml());
            }
            return Files.writeString(directory.resolve("engine-" + instance + ".yaml"), engine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    EngineConfig read() {
        return EngineConfigReader.read(write());
    }

    private String slo() {
        return """
                apiVersion: slostream/v1
                kind: SLO
                metadata: { name: %s, owner: serving-oncall }
                spec:
                  dashboard: serving
                  category: outcome
                  indicator:
                    ratio: { of: canary, good: { passed: true }, groupBy: specialist }
                  objective: 0.99
                  period: 1h
                  alerts:
                    - name: %s
                      when: { ratio: { below: %s, over: 10s } }
                      severity: page
                """.formatted(SLO, alert, below);
    }

    private String engine() {
        return """
                apiVersion: slostream/v1
                kind: Engine
                metadata: { name: test-engine }
                spec:
                  bootstrap: %s
                  instanceId: %s
                  stateDir: state-%s
                  slos: [%s]
                  specialists: [math, code]
                  profile: fast
                  outputFormat: %s
                  http: %s
                  kafka: { properties: { session.timeout.ms: 6000, heartbeat.interval.ms: 1500, metadata.max.age.ms: %s, statestore.cache.max.bytes: %s%s } }
                  topics: %s
                """.formatted(
                                bootstrap,
                                instance,
                                instance,
                                sloFiles(),
                                output,
                                http,
                                metadataMaxAgeMs,
                                cacheBytes,
                                security,
                                topics)
                + extra;
    }

    private String sloFiles() {
        return slos.isEmpty()
                ? "slo.yaml"
                : slos.stream().map(slo -> slo.name() + ".yaml").collect(Collectors.joining(", "));
    }
}
