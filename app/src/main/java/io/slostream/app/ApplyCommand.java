// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.Durations;
import io.slostream.app.run.DefinitionApply;
import io.slostream.app.run.EngineConfig;
import io.slostream.app.run.EngineConfigReader;
import io.slostream.app.run.EngineEnd;
import io.slostream.app.run.EngineFailedException;
import io.slostream.topology.DefinitionChange;
import io.slostream.topology.DefinitionChange.Fate;
import io.slostream.topology.DefinitionChange.SloChange;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code slostream apply}: changes the definitions of a running fleet, without a restart. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description = {
            "Changes the SLOs, specialists and resource classes of a running fleet to those of these files and of"
                    + " engine.yaml. What is wrong is refused and the old set stays in force."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:written, or nothing to change",
            "2:invalid definitions, or a change that a running fleet cannot make: nothing was written",
            "3:cluster or registry did not answer"
        })
final class ApplyCommand implements Callable<Integer> {
    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "engine.yaml of the fleet: where the cluster is, which engine, and who is served")
    private Path configFile;

    @Option(
            names = "--evaluation-interval",
            description =
                    "Time between two evaluations, a multiple of the pane, in place of the file's (as the fleet was run with).")
    private String evaluationInterval;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE|DIR",
            description = "Definition files, or folders of them (default: those of engine.yaml).")
    private List<Path> paths = new ArrayList<>();

    @Option(names = "--dry-run", description = "Only say what would change.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        EngineConfig config = EvaluationInterval.in(EngineConfigReader.read(configFile), evaluationInterval);
        DefinitionSet slos = paths.isEmpty()
                ? config.definitions()
                : DefinitionSources.read(paths).load();
        DefinitionApply.Result result;
        try {
            result = new DefinitionApply(config).apply(slos, dryRun, System.currentTimeMillis());
        } catch (EngineFailedException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return EngineEnd.FAILED;
        }
        PrintWriter out = spec.commandLine().getOut();
        print(result.change(), out);
        if (result.version().isPresent()) {
            out.println("version " + result.version().getAsLong() + " is written; the fleet adopts it within seconds"
                    + " (before: " + result.inForce() + ")");
        } else if (result.change().isNone()) {
            out.println("nothing to change: version " + result.inForce() + " says the same");
        } else {
            out.println("nothing was written: version " + result.inForce() + " stays in force");
        }
        out.flush();
        return 0;
    }

    private static void print(DefinitionChange change, PrintWriter out) {
        for (SloChange slo : change.slos()) {
            if (slo.fate() != Fate.SAME) {
                out.println(slo.fate().name().toLowerCase(Locale.ROOT) + " " + slo.name());
                list("alerts that pass over with their state", slo.passing(), out);
                list("new alerts", slo.added(), out);
                list("alerts that resolve if they fire", slo.removed(), out);
                if (slo.isRecounted()) {
                    out.println("  counts something else: the old series judges until the new one is covered, after "
                            + Durations.format(slo.coveredAfterMs()));
                }
            }
        }
        list("served from now on", change.groupsAdded(), out);
        list("no longer served", change.groupsRemoved(), out);
    }

    private static void list(String what, List<String> names, PrintWriter out) {
        if (!names.isEmpty()) {
            out.println("  " + what + ": " + String.join(", ", names));
        }
    }
}
