// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.app.replay.VerdictFormat;
import io.slostream.app.review.Change;
import io.slostream.app.review.ChangeJson;
import io.slostream.app.review.ChangeText;
import io.slostream.app.review.History;
import io.slostream.app.review.Judged;
import java.io.IOException;
import java.io.PrintWriter;
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
            description = "what if these had been the SLO definitions: which alerts would differ")
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

    boolean isAsked() {
        return !whatIf.isEmpty() || known == Known.NOW;
    }

    /** Judges in both ways and says what differs. */
    int run(History history, VerdictFormat format, PrintWriter out, PrintWriter err)
            throws IOException, InterruptedException {
        Optional<DefinitionSet> slos = whatIf.isEmpty()
                ? Optional.empty()
                : Optional.of(DefinitionSources.read(whatIf).load());
        try {
            Judged before = history.judge(Optional.empty(), known == Known.NOW && slos.isPresent());
            Judged after = history.judge(slos, known == Known.NOW);
            Change change = Change.between(before, after);
            (format == VerdictFormat.TEXT ? ChangeText.lines(change) : ChangeJson.lines(change)).forEach(out::println);
        } catch (History.StoppedException e) {
            err.println("stopped: nothing can be said");
        }
        out.flush();
        return 0;
    }
}
