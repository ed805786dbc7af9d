// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.slotest;

import io.slostream.alerting.definition.Durations;
import io.slostream.alerting.yaml.Quoted;
import io.slostream.alerting.yaml.YamlValue;
import io.slostream.app.slotest.Timeline.Burst;
import io.slostream.app.slotest.Timeline.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the compact notation of timelines:
 *
 * <pre>
 * timeline := segment (';' segment)*
 * segment  := count (',' count)* 'every' DURATION ['for' DURATION]  |  'silence' DURATION
 * count    := NUMBER'x' (LABEL pair* | pair+)
 * pair     := FIELD'='VALUE
 * </pre>
 *
 * Only the last segment may lack its {@code for}; it goes on to the end of the test.
 */
final class TimelineReader {
    /** Longer than any period, and short enough for sums of all segments. */
    static final long LONGEST_MS = 366L * 24 * 3_600_000;

    private static final String EXAMPLE = "10x ok every 1m for 1h; 8x ok, 2x bad every 1m for 30m; silence 20m";
    private static final Pattern COUNT = Pattern.compile("([1-9][0-9]{0,5})x");
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final int MAX_SEGMENTS = 1_000;
    private static final int MAX_SHOWN = 120;

    private final YamlValue value;
    private final EventTemplates templates;
    private int faults;

    private TimelineReader(YamlValue value, EventTemplates templates) {
        this.value = value;
        this.templates = templates;
    }

    /** The segments; empty when anything is wrong, all of which is reported. */
    static Optional<List<Segment>> read(YamlValue value, EventTemplates templates) {
        return new TimelineReader(value, templates).read();
    }

    private Optional<List<Segment>> read() {
        if (!value.isScalar() || value.isNull()) {
            value.error("expected a timeline, found " + value.kindOfNode(), "write for example \"" + EXAMPLE + "\"");
            return Optional.empty();
        }
        String text = value.scalarValue().strip();
        String[] parts = text.split(";", -1);
        if (parts.length > MAX_SEGMENTS) {
            value.error(parts.length + " segments are too many", "write at most " + MAX_SEGMENTS);
            return Optional.empty();
        }
        List<Segment> segments = new ArrayList<>();
        for (int number = 0; number < parts.length; number++) {
            String part = SPACE.matcher(parts[number].strip()).replaceAll(" ");
            String place = "segment " + (number + 1) + " (" + Quoted.plain(part, MAX_SHOWN) + "): ";
            try {
                segments.add(segment(part, place, number == parts.length - 1));
            } catch (Fault fault) {
                report(place, fault);
            }
        }
        return faults == 0 ? Optional.of(segments) : Optional.empty();
    }

    private void report(String place, Fault fault) {
        faults++;
        value.error(place + fault.problem(), fault.advice());
    }

    private Segment segment(String text, String place, boolean last) {
        if (text.isEmpty()) {
            throw new Fault("is empty", "write for example \"" + EXAMPLE + "\", without a ; at the end");
        }
        String[] words = SPACE.split(text, -1);
        if (words[0].equals("silence")) {
            if (words.length != 2) {
                throw new Fault("silence takes one duration", "write silence 20m");
            }
            long length = duration(words[1]);
            return new Segment(length, length, List.of());
        }
        int every = Arrays.asList(words).indexOf("every");
        if (every < 0) {
            throw new Fault(
                    "does not say how often",
                    "write for example 10x ok every 1m for 1h, or silence 20m; between { and } a timeline with commas"
                            + " needs quotes");
        }
        if (every == 0) {
            throw new Fault("does not say what comes", "write for example 10x ok every 1m for 1h");
        }
        List<Burst> bursts = bursts(String.join(" ", Arrays.copyOf(words, every)), place);
        String[] rate = Arrays.copyOfRange(words, every + 1, words.length);
        if (rate.length != 1 && !(rate.length == 3 && rate[1].equals("for"))) {
            throw new Fault("does not end in every DURATION for DURATION", "write for example every 1m for 1h");
        }
        long step = duration(rate[0]);
        long length = rate.length == 3 ? duration(rate[2]) : Timeline.OPEN;
        if (length < step) {
            throw new Fault(
                    "for " + rate[2] + " is shorter than every " + rate[0],
                    "write every " + rate[2] + " for " + rate[0] + " if you mean that");
        }
        if (length == Timeline.OPEN && !last) {
            throw new Fault("has no end, and another segment follows", "add for 1h");
        }
        return new Segment(step, length, bursts);
    }

    private List<Burst> bursts(String counts, String place) {
        List<Burst> bursts = new ArrayList<>();
        for (String count : counts.split(",", -1)) {
            try {
                bursts.add(burst(count.strip()));
            } catch (Fault fault) {
                report(place, fault);
            }
        }
        return bursts;
    }

    private Burst burst(String text) {
        String[] words = SPACE.split(text, -1);
        Matcher number = COUNT.matcher(words[0]);
        if (!number.matches()) {
            throw new Fault(
                    Quoted.of(text) + " does not begin with a count from 1x to 999999x", "write for example 10x ok");
        }
        if (words.length == 1) {
            throw new Fault(Quoted.of(text) + " does not say of what", "write for example 10x ok, or 10x passed=true");
        }
        return new Burst(Integer.parseInt(number.group(1)), templates.of(Arrays.copyOfRange(words, 1, words.length)));
    }

    private static long duration(String word) {
        try {
            long ms = Durations.parseMs(word);
            if (ms <= 0 || ms > LONGEST_MS) {
                throw new Fault(Quoted.of(word) + " is not between 1ms and 366d", "write for example 1m");
            }
            return ms;
        } catch (IllegalArgumentException e) {
            String[] problemAndAdvice = String.valueOf(e.getMessage()).split("; ", 2);
            throw new Fault(
                    Quoted.of(word) + " " + problemAndAdvice[0],
                    problemAndAdvice.length == 2 ? problemAndAdvice[1] : "write for example 1m");
        }
    }
}
