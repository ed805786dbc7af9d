// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import io.slostream.alerting.check.CheckReport;
import io.slostream.alerting.check.DefinitionCheck;
import io.slostream.alerting.definition.DefinitionSet;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
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
            description = "Time between two evaluations, a multiple of the 5s pane (default: ${DEFAULT-VALUE}).")
    private String evaluationInterval;

    /** The forms of output. */
    enum Format {
        text,
        json
    }

    @Override
    public Integer call() {
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
}
