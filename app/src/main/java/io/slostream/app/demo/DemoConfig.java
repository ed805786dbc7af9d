// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.demo;

import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.app.run.EngineConfig;
import io.slostream.schemas.output.OutputFormat;
import io.slostream.simulation.Story;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What the engine of a demo would read from engine.yaml: the shipped SLOs, JSON outputs, the story's time. */
final class DemoConfig {
    private static final String SLOS = "/slos";
    /** A folder of a jar is no resource of its own; this file of it is. */
    private static final String ONE_OF_THEM = SLOS + "/correctness.yaml";

    private static final int VERDICT_PARTITIONS = 4;
    private static final int RESTART_BUDGET = 20;

    private DemoConfig() {}

    static EngineConfig of(Story story, DemoCluster cluster, Path stateDir, int threads, int pagePort) {
        return new EngineConfig(
                "slostream-demo",
                cluster.bootstrap(),
                "slostream-demo",
                "demo",
                threads,
                stateDir,
                Optional.of(new EngineConfig.Registry(List.of(cluster.registryUrl()), Map.of())),
                // Waiting is faster than life too: an idle poll of 100 ms would be nine seconds of the story.
                Map.of("poll.ms", "5", "commit.interval.ms", "200"),
                shippedSlos(),
                new TreeSet<>(story.ensemble().names()),
                new TreeSet<>(story.ensemble().resourceClasses()),
                EngineConfig.Profile.DEFAULT,
                EngineConfig.Profile.DEFAULT.grid().evaluationIntervalMs(),
                OutputFormat.JSON,
                VERDICT_PARTITIONS,
                new EngineConfig.Http("127.0.0.1", pagePort),
                new EngineConfig.Topics(true, Map.of(), OptionalInt.of(1)),
                true,
                RESTART_BUDGET);
    }

    /** The SLOs of the folder slos. */
    static DefinitionSet shippedSlos() {
        try {
            URI uri = DemoConfig.class.getResource(ONE_OF_THEM).toURI();
            if (uri.getScheme().equals("jar")) {
                try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                    return load(jar.getPath(SLOS));
                }
            }
            return load(Path.of(uri).getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DefinitionSet load(Path folder) throws IOException {
        List<DefinitionText> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                texts.add(new DefinitionText("slos/" + file.getFileName(), Files.readString(file)));
            }
        }
        return DefinitionLoader.load(texts);
    }
}
