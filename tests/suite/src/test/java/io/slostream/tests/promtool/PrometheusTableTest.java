// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.promtool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table "Beside Prometheus" of alerting/README.md has every row, and each row a test that exists. */
class PrometheusTableTest {
    private static final Path REPOSITORY = Path.of("../..");
    private static final Pattern ROW = Pattern.compile("^\\| (\\d+) \\|");
    private static final Pattern TEST = Pattern.compile("`(?:(\\w+)\\.)?(should\\w+)`");
    private static final int ROWS = 23;
    private static final int COLUMNS = 6;

    /** One row: its number, its cells, and the tests that it names as {@code Class.method}. */
    private record Row(int number, List<String> cells, List<String> tests) {}

    @Test
    void shouldHaveEveryRowOnceWithEveryCellFilled() throws IOException {
        List<Row> rows = rows();

        assertThat(rows)
                .extracting(Row::number)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, ROWS).boxed().toList());
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.cells())
                    .hasSize(COLUMNS)
                    .allSatisfy(cell -> assertThat(cell).isNotBlank());
            assertThat(row.tests()).as("row %d", row.number()).isNotEmpty();
        });
    }

    @Test
    void shouldNameTestsThatExist() throws IOException {
        for (Row row : rows()) {
            for (String test : row.tests()) {
                String[] names = test.split("\\.");
                Optional<Path> file = testClass(names[0]);
                assertThat(file)
                        .as("row %d: the class of %s", row.number(), test)
                        .isPresent();
                assertThat(Files.readString(file.get()))
                        .as("row %d: %s", row.number(), test)
                        .containsPattern("@(Test|ParameterizedTest)\\s[^;{}]*void " + names[1] + "\\(");
            }
        }
    }

    @Test
    void shouldNameEveryTestOfTheRows() throws IOException {
        List<String> named =
                rows().stream().flatMap(row -> row.tests().stream()).toList();

        assertThat(Stream.of(PrometheusRowsTest.class.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(Test.class))
                        .map(Method::getName)
                        .map("PrometheusRowsTest."::concat))
                .allSatisfy(test -> assertThat(named).contains(test));
    }

    private static List<Row> rows() throws IOException {
        String text = Files.readString(REPOSITORY.resolve("alerting/README.md"));
        String section = text.substring(text.indexOf("## Beside Prometheus"));
        List<Row> rows = new ArrayList<>();
        for (String line : section.lines().toList()) {
            ROW.matcher(line).results().findFirst().ifPresent(match -> {
                List<String> cells = Stream.of(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList();
                rows.add(new Row(Integer.parseInt(match.group(1)), cells, tests(cells.get(cells.size() - 1))));
            });
        }
        return rows;
    }

    private static List<String> tests(String cell) {
        List<String> tests = new ArrayList<>();
        for (MatchResult match : TEST.matcher(cell).results().toList()) {
            String owner = match.group(1) == null ? "PrometheusRowsTest" : match.group(1);
            tests.add(owner + "." + match.group(2));
        }
        return tests;
    }

    private static Optional<Path> testClass(String name) throws IOException {
        for (String module : List.of("alerting", "topology", "app", "tests/suite")) {
            try (Stream<Path> files = Files.walk(REPOSITORY.resolve(module).resolve("src/test/java"))) {
                Optional<Path> file =
                        files.filter(path -> path.endsWith(name + ".java")).findFirst();
                if (file.isPresent()) {
                    return file;
                }
            }
        }
        return Optional.empty();
    }
}
