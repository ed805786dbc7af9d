// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import io.slostream.app.notify.DryRun;
import io.slostream.app.notify.NotifyConfig;
import io.slostream.app.notify.NotifyConfigReader;
import io.slostream.app.notify.NotifyRunner;
import io.slostream.app.run.EngineEnd;
import io.slostream.app.run.EngineFailedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code slostream notify}: tells receivers of alerts until it is told to stop. */
@Command(
        name = "notify",
        mixinStandardHelpOptions = true,
        description = "Sends alerts to Alertmanager, PagerDuty, webhooks and Slack-compatible channels until Ctrl-C.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:stopped as asked",
            "1:--dry-run: an alert reaches nobody",
            "2:bad configuration, or the cluster refuses: trying again does not help",
            "3:the cluster did not answer, or has no alerts topic yet: start it again"
        })
final class NotifyCommand implements Callable<Integer> {
    private static final Duration STOPPING = Duration.ofSeconds(40);

    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "notify.yaml")
    private Path configFile;

    @Option(
            names = "--dry-run",
            paramLabel = "FILE",
            description = "show what would be sent where for the alerts of a file (one JSON record a line), and end")
    private Path dryRun;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        NotifyConfig config = NotifyConfigReader.read(configFile);
        PrintWriter out = spec.commandLine().getOut();
        if (dryRun != null) {
            if (!Files.isRegularFile(dryRun) || !Files.isReadable(dryRun)) {
                throw new UsageException(
                        dryRun + ": there is no such readable file; --dry-run takes records of slo.alerts.v1, as"
                                + " ./slostream tail alerts --format ndjson writes them");
            }
            return new DryRun(config, out).show(dryRun) == 0 ? 0 : Main.FINDING;
        }
        NotifyRunner runner = new NotifyRunner(config);
        EngineEnd end;
        try (StopHook hook = new StopHook(runner::stop, STOPPING)) {
            try (runner) {
                end = startAndAwaitEnd(runner);
            }
            if (!end.reason().isEmpty()) {
                spec.commandLine().getErr().println(end.reason());
                spec.commandLine().getErr().flush();
            }
            out.println(runner.summary());
            out.flush();
            if (end.exitCode() == EngineEnd.STOPPED) {
                hook.done();
            }
        }
        return end.exitCode();
    }

    private EngineEnd startAndAwaitEnd(NotifyRunner runner) {
        try {
            runner.start();
            spec.commandLine().getErr().println("notifying; Ctrl-C ends it");
            spec.commandLine().getErr().flush();
            return runner.awaitEnd();
        } catch (EngineFailedException e) {
            return runner.hasEnded() ? runner.awaitEnd() : new EngineEnd(EngineEnd.FAILED, e.getMessage());
        }
    }
}
