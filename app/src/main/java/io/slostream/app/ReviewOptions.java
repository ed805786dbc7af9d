// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.app.replay.VerdictFormat;
import io.slostream.app.review.Change;
import io.slostream.app.review.ChangeJson;
import io.slostream.app.review.ChangeText;
import io.slostream.app.review.History;
import io.slostream.app.review.Judged;
import io.slostream.app.review.report.HtmlReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a reviewer asks of a history beyond its verdicts: what if, and what is known now. */
final class ReviewOptions {
    /** How often SLOs are summarised for a review. */
    static final long SUMMARY_INTERVAL_MS = 60_000;

    @Option(
            names = "--slos",
            arity = "1..*",
            paramLabel = "FILE|DIR",
            description = "what if these had been in the place of the SLOs of the same name: which alerts would differ")
    private List<Path> whatIf = List.of();

    @Option(
            names = "--as-known",
            paramLabel = "then|now",
            description = {
                "then: each boundary with what had arrived by its time, as the engine judged (default)",
                "now: with everything that has arrived since; which alerts would differ"
            })
    private Known known = Known.THEN;

    /** With what boundaries are judged. */
    enum Known {
        THEN,
        NOW
    }

    @Option(names = "--report", paramLabel = "FILE", description = "write the review as one HTML file")
    private Path report;

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            defaultValue = "",
            description = "of the engine's page, for links in the report")
    private String baseUrl;

    boolean isAsked() {
        return isChange() || report != null;
    }

    boolean hasReport() {
        return report != null;
    }

    private boolean isChange() {
        return !whatIf.isEmpty() || known == Known.NOW;
    }

    /**
     * Judges, in two ways where that is asked, and says what differs.
     *
     * @param source what is judged, for people
     */
    int run(History history, String source, VerdictFormat format, PrintWriter out, PrintWriter err)
            throws IOException, InterruptedException {
        Optional<DefinitionSet> slos = whatIf.isEmpty()
                ? Optional.empty()
                : Optional.of(DefinitionSources.read(whatIf).load());
        if (report != null && Files.isDirectory(report)) {
            throw new UsageException("--report " + report + ": is a folder; name a file");
        }
        try {
            Judged before = history.judge(Optional.empty(), known == Known.NOW && slos.isPresent());
            Optional<Change> change = Optional.empty();
            if (isChange()) {
                change = Optional.of(Change.between(before, history.judge(slos, known == Known.NOW)));
                (format == VerdictFormat.TEXT ? ChangeText.lines(change.get()) : ChangeJson.lines(change.get()))
                        .forEach(out::println);
            } else {
                before.verdicts().forEach(verdict -> out.println(format.verdict(verdict)));
                out.println(format.accounting(before.accounting()));
            }
            if (report != null) {
                Files.writeString(report, new HtmlReport(before, change, source, baseUrl).text());
                err.println("written: " + report);
            }
        } catch (History.StoppedException e) {
            err.println("stopped: nothing can be said");
        }
        out.flush();
        return 0;
    }
}
