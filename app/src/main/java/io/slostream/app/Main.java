// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import io.slostream.app.demo.DemoCommand;
import io.slostream.app.simulate.SimulateCommand;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
        name = "slostream",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Real-time SLO and burn-rate engine for an ensemble of LLM specialists.",
        subcommands = {
            ApplyCommand.class,
            BrokerCommand.class,
            CheckCommand.class,
            DemoCommand.class,
            EvidenceCommand.class,
            GenerateCommand.class,
            NotifyCommand.class,
            ReplayCommand.class,
            RunCommand.class,
            SimulateCommand.class,
            TailCommand.class,
            TestCommand.class
        })
public final class Main {
    /** Something was found. */
    static final int FINDING = 1;
    /** The command line, a definition or a file is at fault. */
    static final int USAGE = 2;

    static final String OUTPUT_LOST =
            "standard output cannot be written (disk full, or its reader is gone); what it got is incomplete";

    private Main() {}

    /** Runs a command and exits with its code: 0 ok, 1 a finding, 2 bad usage or configuration. */
    public static void main(String[] args) {
        // Names and messages are UTF-8 whatever the locale says; findings are buffered, messages are not.
        CommandLine commandLine =
                commandLine().setOut(utf8(FileDescriptor.out, false)).setErr(utf8(FileDescriptor.err, true));
        try {
            System.exit(run(commandLine, args));
        } catch (OutOfMemoryError e) {
            System.err.println("out of memory; give more, for example SLOSTREAM_JAVA_OPTS=-Xmx8g ./slostream ...");
            System.exit(USAGE);
        }
    }

    /** Runs a command to its code; output that could not be written is an error, never a silent loss. */
    static int run(CommandLine commandLine, String... args) {
        int code = commandLine.execute(args);
        if (code != USAGE && commandLine.getOut().checkError()) {
            commandLine.getErr().println(OUTPUT_LOST);
            return USAGE;
        }
        return code;
    }

    private static PrintWriter utf8(FileDescriptor descriptor, boolean autoFlush) {
        return new PrintWriter(
                new BufferedWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8)),
                autoFlush);
    }

    /** The command line, not yet run; also what tests run. */
    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                // Else a mistyped option after --input is taken for a file.
                .setUnmatchedOptionsAllowedAsOptionParameters(false)
                .setExecutionExceptionHandler(Main::explain);
    }

    static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (failure instanceof UsageException) {
            err.println(failure.getMessage());
        } else if (failure instanceof IOException || failure instanceof UncheckedIOException) {
            err.println("input or output failed: " + failure.getMessage());
        } else {
            err.println("this is a fault in slostream; please report it with what you ran:");
            failure.printStackTrace(err);
        }
        err.flush();
        return USAGE;
    }
}
