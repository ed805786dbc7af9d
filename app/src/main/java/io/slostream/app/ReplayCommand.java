// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.app.replay.FileReplay;
import io.slostream.app.replay.ReplayOptions;
import io.slostream.app.replay.VerdictFormat;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.accumulate.Accounting;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
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
            "Exit codes: 0 done, 1 there were lines and none was counted, 2 bad usage, bad definitions or an unreadable file."
        })
final class ReplayCommand implements Callable<Integer> {
    /** The end of the year 9999, as for event times. */
    private static final long LATEST_MS = 253_402_300_799_999L;

    @Option(
            names = "--input",
            required = true,
            arity = "1..*",
            paramLabel = "FILE",
            description = "NDJSON telemetry, files or pipes; each is its own source partition")
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
            defaultValue = "5s",
            description = "distance between verdicts, a multiple of the 5s pane (default: ${DEFAULT-VALUE})")
    private String evaluationInterval;

    @Option(names = "--format", defaultValue = "TEXT", description = "text or ndjson (default: ${DEFAULT-VALUE})")
    private VerdictFormat format;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        DefinitionSet definitions = DefinitionSources.read(slos).load();
        PrintWriter err = spec.commandLine().getErr();
        InputFiles.require(inputs, err);
        ReplayOptions options = new ReplayOptions(
                new EngineDefinition(definitions, Optional.empty(), EvaluationInterval.gridOf(evaluationInterval)),
                inputs,
                time("--from", from),
                time("--to", to),
                time("--now", now).orElse(System.currentTimeMillis()));
        if (options.fromMs().orElse(0) > options.toMs().orElse(Long.MAX_VALUE)) {
            err.println("--from " + from + " is later than --to " + to + ": no boundary is reported");
        }
        try (ReplayReporter reporter =
                new ReplayReporter(format, spec.commandLine().getOut(), err, inputs)) {
            Accounting accounting = FileReplay.run(options, reporter);
            return reporter.finish(accounting) ? 0 : Main.FINDING;
        }
    }

    private static OptionalLong time(String option, String text) {
        if (text == null) {
            return OptionalLong.empty();
        }
        long ms = epochMs(option, text);
        if (ms < 0 || ms > LATEST_MS) {
            throw new UsageException(option + " " + text + ": lies outside the years 1970 to 9999");
        }
        return OptionalLong.of(ms);
    }

    private static long epochMs(String option, String text) {
        try {
            return text.chars().allMatch(Character::isDigit)
                    ? Long.parseLong(text)
                    : OffsetDateTime.parse(text.toUpperCase(Locale.ROOT))
                            .toInstant()
                            .toEpochMilli();
        } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
            throw new UsageException(
                    option + " " + text + ": not a time; write 2026-01-05T00:00:00Z or epoch milliseconds", e);
        }
    }
}
