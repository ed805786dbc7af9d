// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.slostream.app.run.EngineConfig;
import io.slostream.app.run.EngineConfigReader;
import io.slostream.app.run.EngineEnd;
import io.slostream.app.run.EngineFailedException;
import io.slostream.app.run.EngineRunner;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.kafka.clients.NetworkClient;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code slostream run}: the engine against a cluster, until it is told to stop. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs the engine against a Kafka cluster until SIGTERM or Ctrl-C, then prints where events went.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:stopped as asked",
            "2:bad configuration, topics, definitions or offsets: trying again does not help",
            "3:cluster or registry did not answer or are others, or threads failed too often: start it again"
        })
final class RunCommand implements Callable<Integer> {
    /** Longer than the engine takes to close. */
    private static final int STOPPING_SECONDS = 50;

    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "engine.yaml")
    private Path configFile;

    @Option(
            names = "--evaluation-interval",
            description = "Time between two evaluations, a multiple of the pane, in place of the file's.")
    private String evaluationInterval;

    @Option(
            names = "--format",
            defaultValue = "TEXT",
            description = "of what is printed at the end: text or json (default: ${DEFAULT-VALUE})")
    private Format format;

    @Spec
    private CommandSpec spec;

    private final Function<EngineConfig, EngineRunner> runners;

    RunCommand() {
        this(EngineRunner::new);
    }

    /** With runners of a test's own. */
    RunCommand(Function<EngineConfig, EngineRunner> runners) {
        this.runners = runners;
    }

    enum Format {
        TEXT,
        JSON
    }

    @Override
    public Integer call() {
        EngineConfig config = EvaluationInterval.in(EngineConfigReader.read(configFile), evaluationInterval);
        CountDownLatch done = new CountDownLatch(1);
        EngineEnd[] end = {new EngineEnd(EngineEnd.FAILED, "")};
        EngineRunner runner = runners.apply(config);
        AtomicBoolean stopping = new AtomicBoolean();
        Thread stopper = new Thread(
                () -> {
                    stopping.set(true);
                    stopAndHalt(runner, done, end);
                },
                "slostream-stop");
        Runtime.getRuntime().addShutdownHook(stopper);
        try {
            end[0] = run(runner);
            return end[0].exitCode();
        } finally {
            done.countDown();
            if (!stopping.get()) {
                Runtime.getRuntime().removeShutdownHook(stopper);
            }
        }
    }

    private EngineEnd run(EngineRunner runner) {
        PrintWriter err = spec.commandLine().getErr();
        EngineEnd end;
        try (runner) {
            end = startAndAwaitEnd(runner);
        }
        if (!end.reason().isEmpty()) {
            err.println(end.reason());
            err.flush();
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                format == Format.JSON
                        ? runner.summary().json()
                        : runner.summary().text());
        out.flush();
        return end;
    }

    /** Catches before the runner is closed, which is an end too. */
    private static EngineEnd startAndAwaitEnd(EngineRunner runner) {
        try {
            quietly(runner::start);
            return runner.awaitEnd();
        } catch (EngineFailedException e) {
            // A start that was told to stop fails, as asked.
            return runner.hasEnded() ? runner.awaitEnd() : new EngineEnd(EngineEnd.FAILED, e.getMessage());
        }
    }

    /** Each attempt to connect is a warning of the client's; while we start, that nobody answers is said in our words. */
    private static void quietly(Runnable start) {
        Logger client = (Logger) LoggerFactory.getLogger(NetworkClient.class);
        Level level = client.getLevel();
        client.setLevel(Level.ERROR);
        try {
            start.run();
        } finally {
            client.setLevel(level);
        }
    }

    /**
     * On a signal the JVM runs its hooks while {@link #call} is still waiting: tell it to go on, wait for it, and end with
     * its exit code rather than with the signal's, so that a supervisor sees a clean stop as one.
     */
    private static void stopAndHalt(EngineRunner runner, CountDownLatch done, EngineEnd[] end) {
        runner.stop();
        try {
            if (done.await(STOPPING_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(end[0].exitCode());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
