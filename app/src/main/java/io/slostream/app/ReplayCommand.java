// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.Durations;
import io.slostream.app.replay.FileReplay;
import io.slostream.app.replay.ReplayOptions;
import io.slostream.app.replay.VerdictFormat;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.accumulate.Accounting;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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
            "Exit codes: 0 done, 2 bad usage, bad definitions or an unreadable file."
        })
final class ReplayCommand implements Callable<Integer> {
    @Option(
            names = "--input",
            required = true,
            arity = "1..*",
            paramLabel = "FILE",
            description = "NDJSON telemetry; each file is its own source partition")
    private List<Path> inputs;

    @Option(
            names = "--slo",
            required = true,
            arity = "1..*",
            paramLabel = "FILE|DIR",
            description = "SLO definitions, files or folders")
    private List<Path> slos;

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
            description = "the present; lines over a minute later are dead letters (default: the wall clock)")
    private String now;

    @Option(
            names = "--evaluation-interval",
            paramLabel = "DURATION",
            description = "distance between verdicts, a multiple of the 5s pane (default: 5s)")
    private String evaluationInterval;

    @Option(names = "--format", defaultValue = "TEXT", description = "text or ndjson (default: ${DEFAULT-VALUE})")
    private VerdictFormat format;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        DefinitionSet definitions = DefinitionLoader.load(DefinitionFiles.read(slos));
        for (Path input : inputs) {
            if (!Files.isRegularFile(input) || !Files.isReadable(input)) {
                throw new UsageException(input + ": there is no such readable file; --input takes NDJSON files");
            }
        }
        ReplayOptions options = new ReplayOptions(
                new EngineDefinition(definitions, Optional.empty(), grid()),
                inputs,
                time("--from", from),
                time("--to", to),
                time("--now", now).orElse(System.currentTimeMillis()));
        PrintWriter out =
                new PrintWriter(new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8)), false);
        try (ReplayReporter reporter =
                new ReplayReporter(format, out, spec.commandLine().getErr(), inputs)) {
            Accounting accounting = FileReplay.run(options, reporter);
            reporter.finish(accounting);
        }
        return 0;
    }

    private TimeGrid grid() {
        if (evaluationInterval == null) {
            return TimeGrid.DEFAULT;
        }
        try {
            return TimeGrid.DEFAULT.withEvaluationInterval(Durations.parseMs(evaluationInterval));
        } catch (IllegalArgumentException e) {
            throw new UsageException("--evaluation-interval " + evaluationInterval + ": " + e.getMessage(), e);
        }
    }

    private static OptionalLong time(String option, String text) {
        if (text == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(
                    text.chars().allMatch(Character::isDigit)
                            ? Instant.ofEpochMilli(Long.parseLong(text)).toEpochMilli()
                            : OffsetDateTime.parse(text.toUpperCase(Locale.ROOT))
                                    .toInstant()
                                    .toEpochMilli());
        } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
            throw new UsageException(
                    option + " " + text + ": not a time; write 2026-01-05T00:00:00Z or epoch milliseconds", e);
        }
    }
}
