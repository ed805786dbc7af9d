// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CommitNoteTest {
    private static final int BROKER_TAKES = 4_096;

    @Test
    void shouldSurviveItsOwnText() {
        CommitNote note = new CommitNote("a * page *;* * * x%21", Set.of("0123abcd", "deadbeef"));

        assertThat(CommitNote.parse(note.text())).isEqualTo(note);
        assertThat(CommitNote.parse("* * * *")).isEqualTo(new CommitNote("* * * *", Set.of()));
        assertThat(CommitNote.parse("")).isEqualTo(new CommitNote("", Set.of()));
        assertThat(CommitNote.parse("!0123abcd")).isEqualTo(new CommitNote("", Set.of("0123abcd")));
    }

    @Test
    void shouldFitIntoACommitHoweverMuchIsOnItsWay() {
        String routes = "x".repeat(CommitNote.MAX_ROUTES);
        for (int incidents : new int[] {1, 270, 271, 100_000}) {
            CommitNote note = new CommitNote(
                    routes,
                    IntStream.range(0, incidents)
                            .mapToObj(i -> String.format("%08x", i))
                            .collect(Collectors.toSet()));

            assertThat(note.text().length()).as(incidents + " incidents").isLessThan(BROKER_TAKES);
            assertThat(CommitNote.parse(note.text())).isEqualTo(note);
        }
    }
}
