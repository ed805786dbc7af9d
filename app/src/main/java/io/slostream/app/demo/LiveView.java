// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.demo;

import static io.slostream.app.demo.Scene.text;

import io.slostream.schemas.output.PrintableText;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.apache.avro.generic.GenericRecord;

/**
 * A picture of 80 columns on a terminal, drawn over itself: the outcome bar per specialist, what was said last, the
 * progress of the story. States are words; colour only repeats them.
 */
final class LiveView implements StoryView {
    private static final int WIDTH = 80;
    /** Of a specialist's name; the longest alert of the shipped SLOs has room beside it. */
    private static final int LONGEST_NAME = 17;

    private static final int READING = 15;
    private static final String GAP = "  ";
    private static final String MARK = "! ";
    private static final String CUT = "..";
    private static final int NEWS = 6;
    private static final int BAR = 20;
    private static final String RED = "\u001b[31;1m";
    private static final String YELLOW = "\u001b[33m";
    private static final String GREEN = "\u001b[32m";
    private static final String DIM = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";
    /** To the beginning of the line so many lines up. */
    private static final String UP = "\u001b[%dF";

    private static final String ERASE_LINE_REST = "\u001b[K";
    private static final String ERASE_BELOW = "\u001b[J";

    private final PrintWriter out;
    private final Scene scene;
    private final List<String> specialists;
    private final int nameWidth;
    private final int alertsWidth;
    private final Deque<String> news = new ArrayDeque<>();
    private int drawn;

    LiveView(PrintWriter out, Scene scene, List<String> specialists) {
        this.out = out;
        this.scene = scene;
        this.specialists = specialists;
        int longest = specialists.stream()
                .mapToInt(name -> PrintableText.of(name).length())
                .max()
                .orElse(0);
        this.nameWidth = Math.max("OUTCOME BAR".length(), Math.min(LONGEST_NAME, longest));
        this.alertsWidth = WIDTH - nameWidth - 2 * READING - 3 * GAP.length();
    }

    @Override
    public void say(String sentence) {
        erase();
        out.println(sentence);
        out.flush();
    }

    @Override
    public void act(String title) {
        tell(">> " + title);
    }

    @Override
    public void alert(GenericRecord alert) {
        boolean firing = text(alert, "state").equals("firing");
        tell(String.format(
                Locale.ROOT,
                "%s %s %s %s %s",
                Instant.ofEpochMilli((Long) alert.get("at")).toString().substring(11, 19),
                firing ? "FIRING  " : "resolved",
                text(alert, "slo"),
                text(alert, "alert"),
                PrintableText.of(text(alert, "group"))));
    }

    private void tell(String line) {
        news.addLast(line);
        if (news.size() > NEWS) {
            news.removeFirst();
        }
    }

    @Override
    public void draw(Moment moment) {
        List<String> lines = new ArrayList<>();
        int filled = (int) Math.round(moment.done() * BAR);
        lines.add(String.format(
                Locale.ROOT,
                "%s  [%s%s] %3d %%  %,d events/s",
                Instant.ofEpochMilli(moment.nowMs()).truncatedTo(ChronoUnit.SECONDS),
                "#".repeat(filled),
                ".".repeat(BAR - filled),
                Math.round(100 * moment.done()),
                moment.eventsPerSecond()));
        lines.add("");
        lines.add(DIM
                + String.join(
                        GAP,
                        cell("OUTCOME BAR", nameWidth),
                        cell("correctness 1h", READING),
                        cell("canary 15m", READING),
                        "open alerts")
                + PLAIN);
        for (String specialist : specialists) {
            addRows(specialist, lines);
        }
        lines.add("");
        news.forEach(line -> lines.add(fit(line, WIDTH)));
        for (int missing = news.size(); missing < NEWS; missing++) {
            lines.add("");
        }
        // One write, and each line erased as it is replaced: nothing flickers.
        StringBuilder frame = new StringBuilder(drawn > 0 ? String.format(Locale.ROOT, UP, drawn) : "");
        lines.forEach(line -> frame.append(line).append(ERASE_LINE_REST).append(System.lineSeparator()));
        out.print(frame.append(ERASE_BELOW));
        drawn = lines.size();
        out.flush();
    }

    /** The bar of a specialist; open alerts that it has no room for stand below, in their column. */
    private void addRows(String specialist, List<String> lines) {
        List<String> alerts = new ArrayList<>();
        for (GenericRecord open : scene.openOf(specialist)) {
            String alert = fit(text(open, "slo") + "/" + text(open, "alert"), alertsWidth - MARK.length());
            int last = alerts.size() - 1;
            if (last >= 0 && alerts.get(last).length() + 2 + alert.length() <= alertsWidth) {
                alerts.set(last, alerts.get(last) + ", " + alert);
            } else {
                alerts.add(MARK + alert);
            }
        }
        String bar = String.join(
                GAP,
                cell(PrintableText.of(specialist), nameWidth),
                reading(specialist, "correctness", "1h"),
                reading(specialist, "canary-15m", "15m"),
                alerts.isEmpty() ? "" : RED + alerts.get(0) + PLAIN);
        lines.add(bar);
        alerts.stream().skip(1).forEach(more -> lines.add(" ".repeat(WIDTH - alertsWidth) + RED + more + PLAIN));
    }

    /** The ratio and the state in a word. */
    private String reading(String specialist, String slo, String window) {
        GenericRecord summary = scene.summary(specialist, slo);
        if (summary == null) {
            return DIM + cell("-", READING) + PLAIN;
        }
        String state = text(summary, "state");
        String ratio = "  -  ";
        for (Object element : (List<?>) summary.get("windows")) {
            GenericRecord one = (GenericRecord) element;
            if (text(one, "window").equals(window) && one.get("ratio") != null) {
                ratio = String.format(Locale.ROOT, "%.3f", (Double) one.get("ratio"));
            }
        }
        String word = state.equals("no_data") ? "no data" : state;
        String colour = switch (state) {
            case "firing" -> RED;
            case "pending" -> YELLOW;
            case "ok" -> GREEN;
            default -> DIM;
        };
        return colour + cell(ratio + "  " + word, READING) + PLAIN;
    }

    private static String cell(String text, int width) {
        String fitted = fit(text, width);
        return fitted + " ".repeat(width - fitted.length());
    }

    /** A text that is too long loses its middle: names that differ at their ends stay apart. */
    private static String fit(String text, int width) {
        if (text.length() <= width) {
            return text;
        }
        int tail = (width - CUT.length()) / 2;
        return text.substring(0, width - CUT.length() - tail) + CUT + text.substring(text.length() - tail);
    }

    private void erase() {
        if (drawn > 0) {
            out.print(String.format(Locale.ROOT, UP, drawn) + ERASE_BELOW);
            drawn = 0;
        }
    }

    @Override
    public void close() {
        out.flush();
    }
}
