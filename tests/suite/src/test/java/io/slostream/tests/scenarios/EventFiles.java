// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.scenarios;

import io.slostream.testkit.RandomTelemetry;
import io.slostream.testkit.Telemetry;
import io.slostream.testkit.oracle.OracleEvent;
import io.slostream.testkit.oracle.OracleSlo;
import io.slostream.tests.support.RandomSlos;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A seeded history in NDJSON files: with arrival times, then late and out of order, or without, then in event order.
 *
 * @param slos the objectives
 * @param lines the lines of each file
 * @param events every event with the arrival clock of its file at its reading
 * @param countingStartMs pane of the earliest event that came first in its file or on time
 * @param endMs end of the last event's pane
 */
record EventFiles(
        List<OracleSlo> slos, List<List<String>> lines, List<OracleEvent> events, long countingStartMs, long endMs) {
    private static final long T0 = 1_767_571_200_000L; // 2026-01-05T00:00:00Z
    private static final long MINUTE = 60_000;
    private static final long PANE = 5_000;
    private static final long GRACE = 10_000;
    private static final String[] TYPES = {"evaluation", "canary", "request"};

    static EventFiles draw(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<OracleSlo> slos = RandomSlos.draw(random);
        boolean withArrival = random.nextBoolean();
        int files = random.nextInt(1, 5);
        long start = T0 + random.nextLong(10 * MINUTE);
        long end = start + random.nextLong(20, 90) * MINUTE;
        List<List<Telemetry>> drawn = new ArrayList<>();
        List<List<Long>> arrivals = new ArrayList<>();
        for (int file = 0; file < files; file++) {
            drawn.add(new ArrayList<>());
            arrivals.add(new ArrayList<>());
        }
        double badShare = 0.1;
        for (long t = start; t < end; t += random.nextLong(1, 4_000)) {
            badShare = random.nextInt(100) == 0 ? random.nextDouble() : badShare;
            t += random.nextInt(300) == 0 ? random.nextLong(20 * MINUTE) : 0;
            long delay = random.nextInt(20) == 0 ? random.nextLong(6 * MINUTE) : random.nextLong(3_000);
            long eventTime = withArrival ? t - delay : t;
            String type = TYPES[random.nextInt(TYPES.length)];
            int file = random.nextInt(files);
            drawn.get(file).add(RandomTelemetry.draw(random, type, "s" + random.nextInt(2), eventTime, badShare));
            arrivals.get(file).add(t);
        }
        return laidOut(slos, withArrival, drawn, arrivals);
    }

    private static EventFiles laidOut(
            List<OracleSlo> slos, boolean withArrival, List<List<Telemetry>> drawn, List<List<Long>> arrivals) {
        List<List<String>> lines = new ArrayList<>();
        List<OracleEvent> events = new ArrayList<>();
        long countingStart = Long.MAX_VALUE;
        for (int file = 0; file < drawn.size(); file++) {
            List<String> fileLines = new ArrayList<>();
            for (int i = 0; i < drawn.get(file).size(); i++) {
                Telemetry event = drawn.get(file).get(i);
                long arrival = arrivals.get(file).get(i);
                fileLines.add(event.json("f" + file + "-" + i, withArrival ? Optional.of(arrival) : Optional.empty()));
                events.add(new OracleEvent(event, arrival));
                // A drawn file's arrivals ascend, so each is the clock. On time: arrived before the end of its pane +
                // grace.
                boolean onTime = arrival < floor(event.eventTimeMs()) + PANE + GRACE;
                if (i == 0 || onTime) {
                    countingStart = Math.min(countingStart, floor(event.eventTimeMs()));
                }
            }
            lines.add(fileLines);
        }
        long last = events.stream()
                .map(OracleEvent::event)
                .max(Comparator.comparingLong(Telemetry::eventTimeMs))
                .orElseThrow()
                .eventTimeMs();
        return new EventFiles(slos, lines, events, countingStart, floor(last) + PANE);
    }

    /** Writes the files, with something between the lines. */
    List<Path> write(Path directory, SplittableRandom random, List<String> hostile) throws IOException {
        List<Path> paths = new ArrayList<>();
        for (int file = 0; file < lines.size(); file++) {
            List<String> all = new ArrayList<>(lines.get(file));
            for (int i = file; i < hostile.size(); i += lines.size()) {
                all.add(random.nextInt(all.size() + 1), hostile.get(i));
            }
            Path path = directory.resolve("events-" + file + ".ndjson");
            Files.write(path, String.join("\n", all).getBytes(StandardCharsets.ISO_8859_1));
            paths.add(path);
        }
        return paths;
    }

    private static long floor(long timeMs) {
        return Math.floorDiv(timeMs, PANE) * PANE;
    }
}
