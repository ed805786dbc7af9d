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
    private static final int SPECIALIST = 14;
    private static final int NEWS = 6;
    private static final int BAR = 20;
    private static final String RED = "\u001b[31;1m";
    private static final String YELLOW = "\u001b[33m";
    private static final String GREEN = "\u001b[32m";
    private static final String DIM = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";

    private final PrintWriter out;
    private final Scene scene;
    private final List<String> specialists;
    private final Deque<String> news = new ArrayDeque<>();
    private int drawn;

    LiveView(PrintWriter out, Scene scene, List<String> specialists) {
        this.out = out;
        this.scene = scene;
        this.specialists = specialists;
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
        lines.add(DIM + fit("OUTCOME BAR     correctness 1h   canary 15m       open alerts") + PLAIN);
        for (String specialist : specialists) {
            lines.add(row(specialist));
        }
        lines.add("");
        news.forEach(line -> lines.add(fit(line)));
        for (int missing = news.size(); missing < NEWS; missing++) {
            lines.add("");
        }
        erase();
        lines.forEach(out::println);
        drawn = lines.size();
        out.flush();
    }

    private String row(String specialist) {
        List<String> open = scene.openOf(specialist).stream()
                .map(alert -> text(alert, "slo") + "/" + text(alert, "alert"))
                .toList();
        String text = cell(PrintableText.of(specialist), SPECIALIST)
                + "  " + reading(specialist, "correctness", "1h")
                + "  " + reading(specialist, "canary-15m", "15m");
        String alerts = open.isEmpty() ? "" : "! " + String.join(", ", open);
        int room = WIDTH - SPECIALIST - 2 * (2 + 15) - 2;
        return text + "  " + (open.isEmpty() ? "" : RED + cell(alerts, Math.min(room, alerts.length())) + PLAIN);
    }

    /** Fifteen columns: the ratio and the state in a word. */
    private String reading(String specialist, String slo, String window) {
        GenericRecord summary = scene.summary(specialist, slo);
        if (summary == null) {
            return DIM + cell("-", 15) + PLAIN;
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
        return colour + cell(ratio + "  " + word, 15) + PLAIN;
    }

    private static String cell(String text, int width) {
        String fitted = text.length() > width ? text.substring(0, width) : text;
        return fitted + " ".repeat(width - fitted.length());
    }

    private static String fit(String text) {
        return text.length() > WIDTH ? text.substring(0, WIDTH) : text;
    }

    private void erase() {
        if (drawn > 0) {
            out.printf(Locale.ROOT, "\u001b[%dF\u001b[J", drawn);
            drawn = 0;
        }
    }

    @Override
    public void close() {
        out.flush();
    }
}
