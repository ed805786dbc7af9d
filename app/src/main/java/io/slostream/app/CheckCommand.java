// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import io.slostream.alerting.check.CheckReport;
import io.slostream.alerting.check.DefinitionCheck;
import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.openslo.OpenSloConversion;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code slostream check}: are these definitions valid, and what do their alerts mean in time and budget? Exit code 0:
 * nothing to say against them; 1: a finding; 2: invalid definitions or unreadable files, all listed on stderr.
 *
 * <p>{@code slostream check --from-openslo}: a file of OpenSLO as definitions on stdout, or everything in it that has no
 * counterpart on stderr.
 */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        customSynopsis = {"slostream check [OPTIONS] FILE|DIR...", "slostream check --from-openslo=FILE"},
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

    @Parameters(arity = "0..*", paramLabel = "FILE|DIR", description = "Definition files, or folders of them.")
    private List<Path> paths = List.of();

    @Option(
            names = "--from-openslo",
            paramLabel = "FILE",
            description = "A file of OpenSLO v1: its SLOs are printed as definitions, or what has no counterpart is"
                    + " listed.")
    private Path openSlo;

    @Option(
            names = "--format",
            defaultValue = "text",
            description = "Output: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Format format;

    @Option(
            names = "--evaluation-interval",
            defaultValue = "5s",
            description = "Time between two evaluations, a multiple of the 5s pane (default: ${DEFAULT-VALUE}).")
    private String evaluationInterval;

    /** The forms of output. */
    enum Format {
        text,
        json
    }

    @Override
    public Integer call() {
        // A group of arguments would say of a file after the option only that it is unmatched.
        if (paths.isEmpty() == (openSlo == null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    openSlo == null
                            ? "Missing what to check: name definition files or folders, or --from-openslo FILE"
                            : "--from-openslo converts one file and checks none; remove " + paths.get(0));
        }
        return openSlo == null ? check() : convert();
    }

    private int check() {
        DefinitionCheck check = new DefinitionCheck(
                EvaluationInterval.gridOf(evaluationInterval).evaluationIntervalMs());
        DefinitionSources sources = DefinitionSources.read(paths);
        DefinitionSet definitions = sources.load();
        sources.checkSchema();
        CheckReport report = check.report(definitions);
        PrintWriter out = spec.commandLine().getOut();
        out.print(format == Format.json ? CheckJson.render(report) : CheckText.render(report));
        out.flush();
        return report.hasProblems() ? Main.FINDING : 0;
    }

    private int convert() {
        for (String option : List.of("--format", "--evaluation-interval")) {
            if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new UsageException(option + " is for reports, and --from-openslo prints definitions; remove "
                        + option + ", and check what was printed with it");
            }
        }
        if (Files.isDirectory(openSlo)) {
            throw new UsageException(openSlo + ": is a folder; name one file for --from-openslo");
        }
        OpenSloConversion conversion = DefinitionSources.read(List.of(openSlo)).convert();
        PrintWriter err = spec.commandLine().getErr();
        conversion.notes().forEach(err::println);
        err.flush();
        PrintWriter out = spec.commandLine().getOut();
        out.print(conversion.yaml());
        out.flush();
        return 0;
    }
}
