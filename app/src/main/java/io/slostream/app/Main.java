// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import io.slostream.alerting.definition.InvalidSloDefinitionException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
        name = "slostream",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Real-time SLO and burn-rate engine for an ensemble of LLM specialists.",
        subcommands = {CheckCommand.class, ReplayCommand.class, RunCommand.class, TailCommand.class})
public final class Main {
    /** Something was found. */
    static final int FINDING = 1;
    /** The command line, a definition or a file is at fault. */
    static final int USAGE = 2;

    private Main() {}

    /** Runs a command and exits with its code: 0 ok, 1 a finding, 2 bad usage or configuration. */
    public static void main(String[] args) {
        // Names are UTF-8 whatever the terminal's locale says.
        PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true);
        System.exit(commandLine().setOut(out).execute(args));
    }

    /** The command line, not yet run; also what tests run. */
    public static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Main::explain);
    }

    private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (failure instanceof InvalidSloDefinitionException invalid) {
            invalid.errors().forEach(command.getErr()::println);
            return USAGE;
        }
        if (failure instanceof UsageException) {
            command.getErr().println(failure.getMessage());
            return USAGE;
        }
        throw failure;
    }
}
