// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import io.slostream.alerting.yaml.FileError;
import io.slostream.alerting.check.CheckReport;
import io.slostream.alerting.check.DefinitionCheck;
import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.Durations;
import io.slostream.alerting.definition.InvalidSloDefinitionException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code slostream check}: are these definitions valid, and what do their alerts mean in time and budget? Exit code 0:
 * nothing to say against them; 1: a finding; 2: invalid definitions or unreadable files, all listed on stderr.
 */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Validates SLO definitions and prints when their alerts fire, when they reset and what waiting costs.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:no problem",
            "1:a problem was found",
            "2:invalid definitions, unreadable files or wrong usage"
        })
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE|DIR", description = "Definition files, or folders of them.")
    private List<Path> paths;

    @Option(
            names = "--format",
            defaultValue = "text",
            description = "Output: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Format format;

    @Option(
            names = "--evaluation-interval",
            defaultValue = "5s",
            description = "Time between two evaluations (default: ${DEFAULT-VALUE}).")
    private String evaluationInterval;

    /** The forms of output. */
    enum Format {
        text,
        json
    }

    @Override
    public Integer call() {
        DefinitionCheck check = new DefinitionCheck(evaluationIntervalMs());
        DefinitionSources files = DefinitionSources.read(paths);
        List<String> errors = new ArrayList<>(files.errors());
        DefinitionSet definitions = load(files, errors);
        if (!errors.isEmpty()) {
            PrintWriter err = spec.commandLine().getErr();
            errors.forEach(err::println);
            err.println(errors.size() + (errors.size() == 1 ? " error" : " errors"));
            err.flush();
            return Main.USAGE;
        }
        CheckReport report = check.report(definitions);
        PrintWriter out = spec.commandLine().getOut();
        out.print(format == Format.json ? CheckJson.render(report) : CheckText.render(report));
        out.flush();
        return report.hasProblems() ? Main.FINDING : 0;
    }

    private static DefinitionSet load(DefinitionSources files, List<String> errors) {
        if (files.texts().isEmpty()) {
            return DefinitionSet.of(List.of());
        }
        try {
            return DefinitionLoader.load(files.texts());
        } catch (InvalidSloDefinitionException e) {
            e.errors().stream().map(FileError::toString).forEach(errors::add);
            return DefinitionSet.of(List.of());
        }
    }

    private long evaluationIntervalMs() {
        try {
            long ms = Durations.parseMs(evaluationInterval);
            if (ms > 0) {
                return ms;
            }
            throw new IllegalArgumentException("is not above 0; write for example 5s");
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--evaluation-interval " + evaluationInterval + " " + e.getMessage(), e);
        }
    }
}
