// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.openslo;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.alerting.yaml.FileError;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Mutated files of OpenSLO give definitions that load, or errors with a place, never an exception. {@code -Dfuzz.seed}
 * repeats a run, {@code -Dfuzz.rounds} makes it longer.
 */
class OpenSloFuzzTest {
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 8_000);
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ": ",
            ",",
            "- ",
            "\n",
            "\n---\n",
            "#",
            "&a ",
            "*a",
            "!!str ",
            "!!int ",
            "!x ",
            "'",
            "\"",
            "\\",
            "|",
            ">",
            "? ",
            "<<: ",
            "\t",
            "  ",
            "~",
            "null",
            "true",
            "false",
            "yes",
            "on",
            "0",
            "-1",
            "1e9",
            ".inf",
            "0x1",
            "1_0",
            "1:30",
            "0.000000000001",
            "123456789012",
            "2001-12-14",
            "100%",
            "0m",
            "5m",
            "1M",
            "90d",
            "1h1h",
            "\u0000",
            "\u0007",
            "\u202e",
            "\ud83d",
            "\ud83d\ude00",
            "slostream",
            "Prometheus",
            "openslo/v1",
            "SLO",
            "SLI",
            "objective",
            "request",
            "lte",
            "gt",
            "counter: false",
            "raw: {}",
            "where: {}",
            "groupBy: all",
            "owner: you");

    @Test
    void shouldGiveDefinitionsThatLoadOrErrorsWithAPlace() {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        System.out.println("OpenSloFuzzTest seed " + seed);
        Random random = new Random(seed);
        List<String> corpus = OpenSloFixtures.files(".yaml").stream()
                .map(file -> OpenSloFixtures.read(file).text())
                .toList();
        List<String> good = OpenSloFixtures.files(".good.yaml").stream()
                .map(file -> OpenSloFixtures.read(file).text())
                .toList();
        int converted = 0;

        for (int round = 0; round < ROUNDS; round++) {
            // Half of them begin as what converts, so that many a mutant still does.
            List<String> from = round % 2 == 0 ? good : corpus;
            String text = mutate(from.get(random.nextInt(from.size())), corpus, random);
            try {
                converted += check(text) ? 1 : 0;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ", round " + round + ":\n" + text, e);
            }
        }

        assertThat(converted).as("mutants that convert, seed %d", seed).isGreaterThan(ROUNDS / 50);
    }

    private static boolean check(String text) {
        OpenSloConversion conversion = OpenSloConversion.of(new DefinitionText("fuzz.yaml", text));

        int lines = text.split("\r\n|[\n\r\u0085\u2028\u2029]", -1).length;
        for (FileError message : conversion.errors()) {
            assertThat(message.line()).isBetween(1, lines);
            assertThat(message.column()).isPositive();
            assertThat(message.toString().chars()).noneMatch(c -> c < ' ');
        }
        assertThat(conversion.yaml().isEmpty()).isEqualTo(!conversion.errors().isEmpty());
        if (conversion.errors().isEmpty()) {
            assertThat(DefinitionLoader.load(List.of(new DefinitionText("converted.yaml", conversion.yaml())))
                            .slos())
                    .isNotEmpty();
        }
        return conversion.errors().isEmpty();
    }

    private static String mutate(String text, List<String> corpus, Random random) {
        StringBuilder result = new StringBuilder(text);
        int mutations = 1 + random.nextInt(3);
        for (int i = 0; i < mutations; i++) {
            int from = random.nextInt(result.length() + 1);
            int to = Math.min(result.length(), from + random.nextInt(12));
            switch (random.nextInt(5)) {
                case 0 -> result.delete(from, to);
                case 1 -> result.insert(from, PIECES.get(random.nextInt(PIECES.size())));
                case 2 -> result.replace(from, to, PIECES.get(random.nextInt(PIECES.size())));
                case 3 -> replaceValue(result, random);
                default -> {
                    String other = corpus.get(random.nextInt(corpus.size()));
                    int start = random.nextInt(other.length());
                    result.insert(from, other, start, Math.min(other.length(), start + random.nextInt(60)));
                }
            }
        }
        return result.toString();
    }

    /** One value between a colon and the end of its line becomes another piece, so that the text is YAML more often. */
    private static void replaceValue(StringBuilder text, Random random) {
        int colon = text.indexOf(": ", random.nextInt(text.length() + 1));
        if (colon >= 0) {
            int end = colon + 2;
            while (end < text.length() && ",}\n".indexOf(text.charAt(end)) < 0) {
                end++;
            }
            text.replace(colon + 2, end, PIECES.get(random.nextInt(PIECES.size())));
        }
    }
}
