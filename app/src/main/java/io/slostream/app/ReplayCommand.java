// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.app.history.HistoryOptions;
import io.slostream.app.replay.FileReplay;
import io.slostream.app.replay.ReplayOptions;
import io.slostream.app.replay.VerdictFormat;
import io.slostream.app.run.RecordedEngine;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.accumulate.Accounting;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code slostream replay}: history through the engine's own stages; verdicts on stdout, everything else on stderr. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Judges recorded telemetry with the engine's own code and prints every alert transition.",
        footer = {
            "",
            "Times are ISO-8601 with a zone (2026-01-05T00:00:00Z) or epoch milliseconds.",
            "Exit codes: 0 done, 1 nothing was counted or a comparison found a difference, 2 bad usage, definitions, files or cluster."
        })
final class ReplayCommand implements Callable<Integer> {
    private static final String DEFAULT_INTERVAL = "5s";

    @Option(
            names = "--input",
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "NDJSON telemetry: files (also gzip), pipes, or - for stdin; each is its own source partition")
    private List<Path> inputs = List.of();

    @Option(
            names = "--slo",
            arity = "1..*",
            paramLabel = "FILE|DIR|NAME",
            description = {
                "with --input: SLO definitions, files or folders (required)",
                "from topics: names of the SLOs to report (default: all)"
            })
    private List<String> slos = List.of();

    @Option(
            names = "--specialist",
            arity = "1..*",
            paramLabel = "NAME",
            description = "specialists to report (default: all)")
    private Set<String> specialists = Set.of();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private ReviewOptions review = new ReviewOptions();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "first boundary to report; earlier events fill windows")
    private String from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "last boundary to report, inclusive (default: end of the last event's pane)")
    private String to;

    @Option(
            names = "--now",
            paramLabel = "TIME",
            description =
                    "with --input: the present; lines over a minute later are dead letters (default: the wall clock)")
    private String now;

    @Option(
            names = "--evaluation-interval",
            paramLabel = "DURATION",
            description = "with --input: distance between verdicts, a multiple of the 5s pane (default: "
                    + DEFAULT_INTERVAL + ")")
    private String evaluationInterval;

    @Option(names = "--format", defaultValue = "TEXT", description = "text or ndjson (default: ${DEFAULT-VALUE})")
    private VerdictFormat format;

    @Spec
    private CommandSpec spec;

    @Option(names = "--threads", paramLabel = "N", description = "threads that read topics (default: one a processor)")
    private Integer threads;

    @Option(
            names = "--full",
            description =
                    "from topics: read from the engine's first record on, not from the recorded hour before --from")
    private boolean full;

    @Option(
            names = "--against",
            paramLabel = "recorded",
            description = "compare with slo.transitions.v1 and slo.alerts.v1 of that time; exit code 1 on a difference")
    private Against against;

    /** What verdicts are compared with. */
    enum Against {
        RECORDED
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        OptionalLong fromMs = Times.optional("--from", from);
        OptionalLong toMs = Times.optional("--to", to);
        if (fromMs.orElse(0) > toMs.orElse(Long.MAX_VALUE)) {
            spec.commandLine()
                    .getErr()
                    .println("--from " + from + " is later than --to " + to + ": no boundary is reported");
        }
        if (inputs.isEmpty() == !cluster.isGiven()) {
            throw new UsageException("say what to replay: either --input FILE… or the topics of --bootstrap HOST:PORT");
        }
        return inputs.isEmpty() ? replayTopics(fromMs, toMs) : replayFiles(fromMs, toMs);
    }

    private int replayTopics(OptionalLong fromMs, OptionalLong toMs) throws IOException, InterruptedException {
        refuseOf("--input", "--evaluation-interval", evaluationInterval);
        refuseOf("--input", "--now", now);
        HistoryOptions options = new HistoryOptions(
                fromMs, toMs, full, threads == null ? Runtime.getRuntime().availableProcessors() : threads);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Shown shown = new Shown(Set.copyOf(slos), specialists);
        if (!review.isAsked()) {
            return new TopicReplay(cluster, format, out, err, shown, against != null).run(options);
        }
        refuseBoth("--against", against);
        try {
            Supplier<Consumer<byte[], byte[]>> consumers = cluster.consumers();
            RecordedEngine engine = cluster.engine(consumers, err);
            shown.requireKnown(engine);
            return review.run(
                    new TopicHistory(
                            engine,
                            options.summarisedEvery(ReviewOptions.SUMMARY_INTERVAL_MS),
                            consumers,
                            cluster.registry(),
                            shown,
                            review.hasReport(),
                            err),
                    "engine " + engine.applicationId(),
                    format,
                    out,
                    err);
        } catch (KafkaException e) {
            throw ClusterOptions.explained(e);
        }
    }

    private static void refuseBoth(String option, Object value) {
        if (value != null) {
            throw new UsageException(option + " does not go with --slos or --as-known now; leave one of them out");
        }
    }

    private int replayFiles(OptionalLong fromMs, OptionalLong toMs) throws IOException, InterruptedException {
        refuseOf("topics", "--against", against);
        refuseOf("topics", "--threads", threads);
        if (slos.isEmpty()) {
            throw new UsageException("--input needs --slo FILE|DIR…: the definitions to judge by");
        }
        DefinitionSet definitions =
                DefinitionSources.read(slos.stream().map(Path::of).toList()).load();
        PrintWriter err = spec.commandLine().getErr();
        InputFiles.require(inputs);
        ReplayOptions options = new ReplayOptions(
                new EngineDefinition(
                        definitions,
                        Optional.empty(),
                        EvaluationInterval.gridOf(evaluationInterval == null ? DEFAULT_INTERVAL : evaluationInterval)),
                inputs,
                fromMs,
                toMs,
                Times.optional("--now", now).orElse(System.currentTimeMillis()));
        if (review.isAsked()) {
            requireFiles();
            return review.run(
                    new FileHistory(
                            options,
                            ReviewOptions.SUMMARY_INTERVAL_MS,
                            new Shown(Set.of(), specialists),
                            review.hasReport(),
                            err),
                    "files " + inputs,
                    format,
                    spec.commandLine().getOut(),
                    err);
        }
        try (ReplayReporter reporter =
                new ReplayReporter(format, spec.commandLine().getOut(), err, inputs, specialists)) {
            Accounting accounting = FileReplay.run(options, reporter);
            return reporter.finish(accounting) ? 0 : Main.FINDING;
        }
    }

    /** Two ways of judging read twice. */
    private void requireFiles() {
        for (Path input : inputs) {
            if (!Files.isRegularFile(input)) {
                throw new UsageException(
                        input + ": cannot be read twice, as --slos and --as-known now do; write it to a file");
            }
        }
    }

    private static void refuseOf(String with, String option, Object value) {
        if (value != null) {
            throw new UsageException(option + " is for the replay of " + with + " only; leave it out");
        }
    }
}
