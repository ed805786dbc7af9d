// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.slotest;

import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.alerting.definition.Durations;
import io.slostream.alerting.yaml.FileError;
import io.slostream.alerting.yaml.Problems;
import io.slostream.alerting.yaml.Problems.SourcePlace;
import io.slostream.alerting.yaml.Quoted;
import io.slostream.alerting.yaml.YamlDocuments;
import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import io.slostream.app.VerdictKeys;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.TimeGrid;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Reads a file of tests and the SLO files that it names, as strictly as definitions are read: all errors are found in
 * one pass. The format is described in app/README.md.
 */
public final class SloTestReader {
    private static final String API_VERSION = "slostream/v1";
    private static final String KIND = "SLOTest";
    private static final List<String> KEYS = List.of(
            "apiVersion", "kind", "slos", "start", "evaluationInterval", "specialists", "resourceClasses", "tests");
    private static final List<String> TEST_KEYS = List.of("name", "events", "expect");
    private static final long DEFAULT_START_MS =
            Instant.parse("2026-01-05T00:00:00Z").toEpochMilli();
    /** Event times end with the year 9999, and a test may last a year. */
    private static final long LATEST_START_MS =
            Instant.parse("9990-01-01T00:00:00Z").toEpochMilli();

    private static final int MAX_TESTS = 1_000;
    private static final int MAX_ENTRIES = 1_000;
    private static final int MAX_EXPECTATIONS = 10_000;
    private static final int MAX_NAME = 200;
    private static final int MAX_EVENTS = 10_000_000;

    private final Path file;
    private final Problems problems;
    private final List<String> sloErrors = new ArrayList<>();
    private final OptionalLong intervalMs;

    private SloTestReader(String file, OptionalLong intervalMs) {
        this.file = Path.of(file);
        this.problems = new Problems(file);
        this.intervalMs = intervalMs;
    }

    /**
     * What a text holds.
     *
     * @param file empty when there is an error
     * @param errors everything that is wrong in it, then in the SLO files, one line each
     */
    public record Result(Optional<SloTestFile> file, List<String> errors) {
        public Result {
            errors = List.copyOf(errors);
        }
    }

    /**
     * Reads one file's text.
     *
     * @param text its name is the path that SLO files are relative to
     * @param intervalMs evaluation interval that wins over the file's, a multiple of the pane
     */
    public static Result read(DefinitionText text, OptionalLong intervalMs) {
        return new SloTestReader(text.fileName(), intervalMs).read(text.text());
    }

    private Result read(String text) {
        List<YamlValue> documents = YamlDocuments.read(text, problems);
        Optional<SloTestFile> result = Optional.empty();
        if (documents.size() == 1) {
            result = document(documents.get(0));
        } else if (problems.count() == 0) {
            problems.add(
                    SourcePlace.START,
                    "",
                    "the file holds " + documents.size() + " documents",
                    "write one document with kind: " + KIND);
        }
        List<String> errors = new ArrayList<>(
                problems.inOrder().stream().map(FileError::toString).toList());
        errors.addAll(sloErrors);
        return new Result(errors.isEmpty() ? result : Optional.empty(), errors);
    }

    private Optional<SloTestFile> document(YamlValue document) {
        Optional<YamlMap> read = document.map(KEYS);
        if (read.isEmpty()) {
            return Optional.empty();
        }
        YamlMap root = read.get();
        root.require("apiVersion", API_VERSION).ifPresent(v -> v.oneOf(List.of(API_VERSION)));
        root.require("kind", KIND).ifPresent(v -> v.oneOf(List.of(KIND)));
        Optional<DefinitionSet> slos =
                root.require("slos", "[my-slo.yaml]").flatMap(v -> VerdictKeys.slos(v, file, sloErrors));
        Optional<Set<String>> specialists = root.get("specialists").map(VerdictKeys::specialists);
        Optional<Set<String>> classes = root.get("resourceClasses").map(VerdictKeys::resourceClasses);
        long start = root.get("start").flatMap(SloTestReader::start).orElse(DEFAULT_START_MS);
        long interval = root.get("evaluationInterval")
                .map(v -> VerdictKeys.evaluationInterval(v, TimeGrid.DEFAULT))
                .orElse(TimeGrid.DEFAULT.evaluationIntervalMs());
        List<SloTest> tests = root.require("tests", "[ { name: …, events: [ … ], expect: [ … ] } ]")
                .map(v -> tests(v, slos))
                .orElse(List.of());
        if (problems.count() > 0 || slos.isEmpty()) {
            return Optional.empty();
        }
        TimeGrid grid = TimeGrid.DEFAULT.withEvaluationInterval(intervalMs.orElse(interval));
        return Optional.of(new SloTestFile(
                file.toString(), new EngineDefinition(slos.get(), specialists, classes, grid), start, tests));
    }

    private static Optional<Long> start(YamlValue value) {
        return value.parsed("a time", "2026-01-05T00:00:00Z", text -> {
            long ms;
            try {
                ms = OffsetDateTime.parse(text).toInstant().toEpochMilli();
            } catch (DateTimeException | ArithmeticException e) {
                throw new IllegalArgumentException("is no time with a zone; write 2026-01-05T00:00:00Z", e);
            }
            if (ms < 0 || ms > LATEST_START_MS) {
                throw new IllegalArgumentException("lies outside the years 1970 to 9989; write 2026-01-05T00:00:00Z");
            }
            if (TimeGrid.DEFAULT.floor(ms) != ms) {
                throw new IllegalArgumentException("is no multiple of the pane ("
                        + Durations.format(TimeGrid.DEFAULT.paneMs()) + "); write for example "
                        + Instant.ofEpochMilli(TimeGrid.DEFAULT.floor(ms)));
            }
            return ms;
        });
    }

    private List<SloTest> tests(YamlValue value, Optional<DefinitionSet> slos) {
        List<SloTest> tests = new ArrayList<>();
        Map<String, Integer> lines = new HashMap<>();
        for (YamlValue entry : notEmpty(value, MAX_TESTS, "write at least one test")) {
            int errors = problems.count();
            entry.map(TEST_KEYS).ifPresent(map -> {
                Optional<String> name =
                        map.require("name", "math pages within 15 minutes").flatMap(v -> name(v, lines));
                Optional<List<Timeline>> events = map.require("events", "[ … ]").map(SloTestReader::events);
                Optional<List<Expectation>> expected =
                        map.require("expect", "[ … ]").map(v -> expectations(v, slos));
                if (problems.count() == errors && expected.isPresent()) {
                    bounded(entry, name.orElseThrow(), events.orElseThrow(), expected.get())
                            .ifPresent(tests::add);
                }
            });
        }
        return tests;
    }

    private static List<YamlValue> notEmpty(YamlValue value, int most, String advice) {
        Optional<List<YamlValue>> entries = value.list(most);
        if (entries.isPresent() && entries.get().isEmpty()) {
            value.error("is empty", advice);
        }
        return entries.orElse(List.of());
    }

    private static Optional<String> name(YamlValue value, Map<String, Integer> lines) {
        Optional<String> name = value.text();
        if (name.isPresent() && (name.get().isBlank() || name.get().length() > MAX_NAME)) {
            value.error("a name has 1 to " + MAX_NAME + " characters", "say what the test shows");
            return Optional.empty();
        }
        name.map(n -> lines.putIfAbsent(n, value.place().line()))
                .ifPresent(line -> value.error(
                        Quoted.of(name.orElseThrow()) + " is the name of another test, on line " + line,
                        "give each test its own"));
        return name;
    }

    private static List<Timeline> events(YamlValue value) {
        return value.list(MAX_ENTRIES).orElse(List.of()).stream()
                .flatMap(entry -> EntryReader.read(entry).stream())
                .toList();
    }

    private static List<Expectation> expectations(YamlValue value, Optional<DefinitionSet> slos) {
        ExpectationReader reader = new ExpectationReader(slos);
        return notEmpty(value, MAX_EXPECTATIONS, "write at least one expectation").stream()
                .flatMap(entry -> reader.read(entry).stream())
                .toList();
    }

    /** The test with its end, when that is known and not too far off. */
    private static Optional<SloTest> bounded(
            YamlValue entry, String name, List<Timeline> events, List<Expectation> expectations) {
        long length = LongStream.concat(
                        events.stream().mapToLong(Timeline::endMs),
                        expectations.stream().flatMapToLong(expectation -> expectation.timeMs().stream()))
                .max()
                .orElse(0);
        double count = events.stream()
                .mapToDouble(timeline -> timeline.eventsWithin(length))
                .sum();
        if (length == 0) {
            entry.error("does not say when it ends", "add for 1h to a timeline, or at: 1h to an expectation");
        } else if (length > TimelineReader.LONGEST_MS) {
            entry.error("lasts " + Durations.format(length), "write a test of 366d at most");
        } else if (count > MAX_EVENTS) {
            entry.error(
                    "has more than " + MAX_EVENTS + " events", "write fewer a step: what counts is their proportion");
        } else {
            return Optional.of(new SloTest(name, events, expectations, length));
        }
        return Optional.empty();
    }
}
