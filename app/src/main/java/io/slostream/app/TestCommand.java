// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import io.slostream.alerting.definition.DefinitionText;
import io.slostream.app.slotest.SloTest;
import io.slostream.app.slotest.SloTestFile;
import io.slostream.app.slotest.SloTestReader;
import io.slostream.app.slotest.TestJson;
import io.slostream.app.slotest.TestResult;
import io.slostream.app.slotest.TestText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code slostream test}: do alerts do what their writers mean? All files are read before the first test runs, so that
 * one run shows everything that is wrong in them.
 */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = "Unit tests of SLO definitions: timelines of events in, expected alerts by time.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:all tests passed",
            "1:a test failed",
            "2:invalid tests or definitions, unreadable files or wrong usage"
        })
final class TestCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE|DIR",
            description = "Files of tests, or folders: there the files NAME.test.yaml.")
    private List<Path> paths;

    @Option(
            names = "--format",
            defaultValue = "text",
            description = "Output: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Format format;

    @Option(
            names = "--evaluation-interval",
            paramLabel = "DURATION",
            description = "Time between two evaluations, a multiple of the 5s pane (default: the file's, or 5s).")
    private String evaluationInterval;

    /** The forms of output. */
    enum Format {
        text,
        json
    }

    @Override
    public Integer call() {
        List<SloTestFile> files = read();
        PrintWriter out = spec.commandLine().getOut();
        List<TestResult> results = new ArrayList<>();
        try (TestProgressLine progress =
                new TestProgressLine(files, spec.commandLine().getErr())) {
            for (SloTestFile file : files) {
                if (format == Format.text && files.size() > 1) {
                    progress.interrupt();
                    out.println(file.file());
                }
                for (SloTest test : file.tests()) {
                    TestResult result = TestResult.of(file, test, progress);
                    progress.finished(test);
                    results.add(result);
                    if (format == Format.text) {
                        progress.interrupt();
                        out.print(TestText.render(result));
                        out.flush();
                    }
                }
            }
        }
        int failed = (int) results.stream().filter(result -> !result.passed()).count();
        out.print(format == Format.json ? TestJson.render(results) : TestText.summary(results.size() - failed, failed));
        out.flush();
        return failed == 0 ? 0 : Main.FINDING;
    }

    private List<SloTestFile> read() {
        OptionalLong interval = evaluationInterval == null
                ? OptionalLong.empty()
                : OptionalLong.of(EvaluationInterval.gridOf(evaluationInterval).evaluationIntervalMs());
        DefinitionSources sources = DefinitionSources.readTests(paths);
        // Two files may test the same broken definition.
        Set<String> errors = new LinkedHashSet<>(sources.errors());
        List<SloTestFile> files = new ArrayList<>();
        for (DefinitionText text : sources.texts()) {
            SloTestReader.Result result = SloTestReader.read(text, interval);
            errors.addAll(result.errors());
            result.file().ifPresent(files::add);
        }
        if (!errors.isEmpty()) {
            List<String> lines = new ArrayList<>(errors);
            lines.add(errors.size() + (errors.size() == 1 ? " error" : " errors"));
            throw new UsageException(String.join(System.lineSeparator(), lines));
        }
        return files;
    }
}
