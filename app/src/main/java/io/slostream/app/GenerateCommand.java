// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import io.slostream.alerting.jsonschema.SloSchema;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code slostream generate}: files that other programs need. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        description = "Prints files that other programs need.",
        synopsisSubcommandLabel = "COMMAND")
final class GenerateCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new UsageException(
                "say what to generate: " + String.join(", ", spec.subcommands().keySet()));
    }

    @Command(
            name = "jsonschema",
            mixinStandardHelpOptions = true,
            description = {
                "Prints the JSON Schema (draft 2020-12) of an SLO definition.",
                "An editor that is given it completes keys and fields and underlines what is no definition."
            })
    void jsonSchema() {
        PrintWriter out = spec.commandLine().getOut();
        out.println(SloSchema.json().toPrettyString());
        out.flush();
    }
}
