// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.demo;

import io.slostream.sinks.console.ConsoleFormat;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.apache.avro.generic.GenericRecord;

/** Lines, for files, pipes and screen readers: each act and alert, and where the story stands every tenth of it. */
final class PlainView implements StoryView {
    private static final int PARTS = 10;

    private final PrintWriter out;
    private final ConsoleFormat format = new ConsoleFormat(false);
    private int part = -1;

    PlainView(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void say(String sentence) {
        out.println(sentence);
        out.flush();
    }

    @Override
    public void act(String title) {
        say("--- " + title);
    }

    @Override
    public void alert(GenericRecord alert) {
        say(format.line(alert));
    }

    @Override
    public void draw(Moment moment) {
        int now = (int) (moment.done() * PARTS);
        if (now != part) {
            part = now;
            say(String.format(
                    Locale.ROOT,
                    "story %s, %d %%, %,d events, %,d events/s",
                    Instant.ofEpochMilli(moment.nowMs()).truncatedTo(ChronoUnit.SECONDS),
                    Math.round(100 * moment.done()),
                    moment.events(),
                    moment.eventsPerSecond()));
        }
    }

    @Override
    public void close() {
        out.flush();
    }
}
