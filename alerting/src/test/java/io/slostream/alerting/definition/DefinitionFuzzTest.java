// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.yaml.FileError;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Mutated definitions give definitions or errors, never an exception. {@code -Dfuzz.seed} repeats a run, {@code
 * -Dfuzz.rounds} makes it longer. */
class DefinitionFuzzTest {
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 8_000);
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ": ",
            ",",
            "-",
            "- ",
            "\n",
            "\n---\n",
            "#",
            "&a ",
            "*a",
            "!!str ",
            "!x ",
            "'",
            "\"",
            "\\",
            "|",
            ">",
            "%",
            "@",
            "`",
            "?",
            "? ",
            "<<: ",
            "\t",
            "  ",
            "~",
            "null",
            "true",
            "yes",
            "0",
            "-1",
            "1e9",
            ".inf",
            ".nan",
            "0x1",
            "1_0",
            "1:30",
            "99999999999999999999",
            "0.000000000001",
            "2001-12-14",
            "100%",
            "5m",
            "1h1h",
            "\u0000",
            "\u0007",
            "\u202e",
            "\ud83d",
            "\ud83d\ude00",
            "\uFEFF",
            "%YAML 9.9\n",
            "\\x",
            "\\uD800",
            "\\U99999999");

    @Test
    void shouldOnlyEverReportErrors() {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        System.out.println("DefinitionFuzzTest seed " + seed);
        Random random = new Random(seed);
        List<String> corpus = Stream.of(
                        DefinitionFixtures.files(DefinitionFixtures.FOLDER, ".yaml"),
                        DefinitionFixtures.files(DefinitionFixtures.SLOS, ".yaml"))
                .flatMap(List::stream)
                .map(file -> DefinitionFixtures.read(file).text())
                .toList();

        for (int round = 0; round < ROUNDS; round++) {
            String text = mutate(corpus.get(random.nextInt(corpus.size())), corpus, random);
            try {
                DefinitionParser.Result result = DefinitionParser.parse("fuzz.yaml", text);
                assertThat(result.errors().isEmpty() && result.definitions().isEmpty())
                        .isFalse();
                for (FileError error : result.errors()) {
                    assertThat(error.line()).isPositive();
                    assertThat(error.column()).isPositive();
                    assertThat(error.toString().chars()).noneMatch(c -> c < ' ');
                }
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ", round " + round + ":\n" + text, e);
            }
        }
    }

    private static String mutate(String text, List<String> corpus, Random random) {
        StringBuilder result = new StringBuilder(text);
        int mutations = 1 + random.nextInt(4);
        for (int i = 0; i < mutations; i++) {
            int from = random.nextInt(result.length() + 1);
            int to = Math.min(result.length(), from + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> result.delete(from, to);
                case 1 -> result.insert(from, PIECES.get(random.nextInt(PIECES.size())));
                case 2 -> result.replace(from, to, PIECES.get(random.nextInt(PIECES.size())));
                default -> {
                    String other = corpus.get(random.nextInt(corpus.size()));
                    int start = random.nextInt(other.length());
                    result.insert(from, other, start, Math.min(other.length(), start + random.nextInt(60)));
                }
            }
        }
        return result.toString();
    }
}
