// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.jsonschema.SloSchema;
import io.slostream.dashboards.alertmanager.AlertmanagerConfig;
import io.slostream.dashboards.grafana.GrafanaDashboards;
import io.slostream.dashboards.prometheus.RulesFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code slostream generate}: files that other programs need, from the SLO definitions. The same definitions give the same
 * files.
 */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        description = "Makes files that other programs need.",
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
        print(SloSchema.json().toPrettyString() + System.lineSeparator());
    }

    @Command(
            name = "prometheus",
            mixinStandardHelpOptions = true,
            description = {
                "Makes a rules file for Prometheus: the outcomes under their own names, such as"
                        + " project:correctness_pass_rate:1h, and alerts on engine and notifier themselves."
            })
    void prometheus(
            @Parameters(arity = "1..*", paramLabel = "FILE|DIR", description = "Definition files, or folders of them.")
                    List<Path> paths,
            @Option(
                            names = {"-o", "--output"},
                            paramLabel = "FILE",
                            description = "Where it goes (default: standard output).")
                    Path output) {
        try {
            put(RulesFile.of(definitions(paths)), output);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    @Command(
            name = "alertmanager",
            mixinStandardHelpOptions = true,
            description = {
                "Makes a configuration for Alertmanager: a route an owner, pages before tickets, the watchdog by itself.",
                "Its receivers are for you to complete."
            })
    void alertmanager(
            @Parameters(arity = "1..*", paramLabel = "FILE|DIR", description = "Definition files, or folders of them.")
                    List<Path> paths,
            @Option(
                            names = {"-o", "--output"},
                            paramLabel = "FILE",
                            description = "Where it goes (default: standard output).")
                    Path output) {
        put(AlertmanagerConfig.of(definitions(paths)), output);
    }

    @Command(
            name = "grafana",
            mixinStandardHelpOptions = true,
            description = {
                "Makes dashboards for Grafana 11 or later, a file each: slostream-outcomes.json, and one for each of"
                        + " training, infra and serving that has SLOs."
            })
    void grafana(
            @Parameters(arity = "1..*", paramLabel = "FILE|DIR", description = "Definition files, or folders of them.")
                    List<Path> paths,
            @Option(
                            names = {"-o", "--output"},
                            paramLabel = "DIR",
                            required = true,
                            description = "The folder for the files; made when missing.")
                    Path output,
            @Option(
                            names = "--base-url",
                            paramLabel = "URL",
                            defaultValue = "http://localhost:8080",
                            description = "Where browsers find slostream's own page; readers can change it on the"
                                    + " dashboard (default: ${DEFAULT-VALUE}).")
                    URI baseUrl) {
        if (baseUrl.getScheme() == null || !baseUrl.getScheme().matches("https?") || baseUrl.getHost() == null) {
            throw new UsageException(
                    "--base-url " + baseUrl + ": write a URL such as http://slostream.example.org:8080");
        }
        Map<String, String> files =
                GrafanaDashboards.of(definitions(paths), baseUrl.toString().replaceFirst("/+$", ""));
        files.forEach((name, text) -> write(output.resolve(name), text));
    }

    private static DefinitionSet definitions(List<Path> paths) {
        return DefinitionSources.read(paths).load();
    }

    private void put(String text, Path output) {
        if (output == null) {
            print(text);
        } else {
            write(output, text);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (FileAlreadyExistsException e) {
            throw new UsageException("--output " + file + ": " + e.getFile() + " is a file, no folder", e);
        } catch (AccessDeniedException e) {
            throw new UsageException("--output " + file + ": nothing may be written there", e);
        } catch (IOException e) {
            throw new UsageException("--output " + file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }
}
