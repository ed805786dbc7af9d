// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.openslo;

import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.alerting.definition.InvalidSloDefinitionException;
import io.slostream.alerting.yaml.FileError;
import io.slostream.alerting.yaml.Problems;
import io.slostream.alerting.yaml.Quoted;
import io.slostream.alerting.yaml.YamlValue;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Has our own loader read what was written, and says what it finds at the places that it comes from. So there is one
 * judge of definitions, and nothing that it refuses is ever given out.
 */
final class Verification {
    private static final String SEPARATOR = "---\n";

    private final List<Draft> drafts;
    private final Problems problems;
    /** The first line of each definition in the whole text. */
    private final int[] firstLines;
    /** An indicator that several SLOs refer to is wrong once. */
    private final Set<FileError> reported = new HashSet<>();

    Verification(List<Draft> drafts, Problems problems) {
        this.drafts = drafts;
        this.problems = problems;
        this.firstLines = new int[drafts.size()];
        int line = 1;
        for (int i = 0; i < firstLines.length; i++) {
            firstLines[i] = line;
            // Documents are parted by one line.
            line += drafts.get(i).lineCount() + 1;
        }
    }

    /** The definitions as one text. */
    static String text(List<Draft> drafts) {
        return String.join(SEPARATOR, drafts.stream().map(Draft::text).toList());
    }

    /** Adds what the loader finds to the problems. */
    void run() {
        try {
            DefinitionLoader.load(List.of(new DefinitionText(problems.file(), text(drafts))));
        } catch (InvalidSloDefinitionException refused) {
            boolean follows = refused.errors().stream().anyMatch(this::follows);
            refused.errors().stream()
                    // The loader lists so many errors and counts the rest; what merely follows is no number to show.
                    .filter(error -> !follows || !error.problem().endsWith(" more errors are not shown"))
                    .filter(error -> !follows(error))
                    .forEach(this::report);
            if (problems.count() == 0) {
                // Left-out keys come with an error of ours, so this cannot be; if it is, nothing may be given out.
                throw new IllegalStateException("refused, but nothing is wrong with the source", refused);
            }
        }
    }

    private boolean follows(FileError error) {
        return drafts.get(indexOf(error.line())).isExpected(error);
    }

    private void report(FileError error) {
        int index = indexOf(error.line());
        Draft draft = drafts.get(index);
        YamlValue origin = error.path().isEmpty()
                ? draft.originOf(error.line() - firstLines[index] + 1)
                : draft.originOf(error.path());
        FileError atSource = new FileError(
                error.file(),
                origin.place().line(),
                origin.place().column(),
                origin.path(),
                atSource(error.problem()),
                atSource(error.advice()));
        if (reported.add(atSource)) {
            problems.add(origin.place(), origin.path(), atSource.problem(), atSource.advice());
        }
    }

    /** A message names other definitions by file and line, which are those of the text that was written. */
    private String atSource(String message) {
        Matcher place = Pattern.compile(" at " + Pattern.quote(Quoted.plain(problems.file())) + ":([0-9]{1,9})")
                .matcher(message);
        return place.replaceAll(found -> {
            int line = Integer.parseInt(found.group(1));
            int index = indexOf(line);
            YamlValue origin = drafts.get(index).originOf(line - firstLines[index] + 1);
            return Matcher.quoteReplacement(
                    " at " + problems.file() + ":" + origin.place().line());
        });
    }

    private int indexOf(int line) {
        int found = Arrays.binarySearch(firstLines, line);
        return found >= 0 ? found : Math.max(0, -found - 2);
    }
}
