// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.review.report;

import static io.slostream.app.review.report.Scale.number;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.definition.Tier;
import io.slostream.app.review.Episode;
import io.slostream.app.review.Timeline;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One alert as a picture: a strip a tier with each window's burn rate (or bad share, where there is no budget) against its
 * threshold, the alert's own spans behind them, and what was counted below. Lines are told apart by dashes and labels,
 * not by colour alone.
 */
final class AlertChart {
    private static final double WIDTH = 960;
    private static final double LEFT = 64;
    private static final double RIGHT = 96;
    private static final double STRIP = 96;
    private static final double GAP = 26;
    private static final double VOLUME = 56;
    private static final double AXIS = 22;
    private static final double COVERED = 0.9;
    private static final double HEADROOM = 1.25;
    private static final double NEAR = 12;
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final SloDefinition slo;
    private final AlertDefinition alert;
    private final Timeline timeline;
    private final List<Episode> episodes;
    private final Scale scale;
    private final StringBuilder svg = new StringBuilder();

    AlertChart(
            SloDefinition slo,
            AlertDefinition alert,
            Timeline timeline,
            List<Episode> episodes,
            long fromMs,
            long toMs) {
        this.slo = slo;
        this.alert = alert;
        this.timeline = timeline;
        this.episodes = episodes;
        this.scale = new Scale(fromMs, Math.max(toMs, fromMs + 1), LEFT, WIDTH - LEFT - RIGHT);
    }

    /** The picture. */
    String svg(String title) {
        double height = alert.tiers().size() * (STRIP + GAP) + VOLUME + GAP + AXIS;
        svg.append("<svg viewBox=\"0 0 ")
                .append(number(WIDTH))
                .append(' ')
                .append(number(height))
                .append("\" role=\"img\" aria-label=\"")
                .append(Html.text(title))
                .append("\">");
        double top = GAP;
        for (Tier tier : alert.tiers()) {
            strip(tier, top);
            top += STRIP + GAP;
        }
        volume(top);
        axis(top + VOLUME);
        return svg.append("</svg>").toString();
    }

    private void strip(Tier tier, double top) {
        double factor = slo.errorBudget().map(budget -> budget.toDouble()).orElse(1.0);
        boolean burns = tier.rate().isPresent();
        double divisor = burns ? factor : 1;
        double threshold = tier.bounds().get(0).limit().toDouble() / divisor;
        double highest = threshold * HEADROOM;
        for (Tier.Bound bound : tier.bounds()) {
            int window = timeline.windows().indexOf(bound.window().name());
            for (Timeline.Sample sample : timeline.samples()) {
                if (window >= 0 && isShown(sample, window)) {
                    highest = Math.max(highest, sample.badRatios()[window] / divisor * 1.05);
                }
            }
        }
        text(
                LEFT,
                top - 8,
                "name",
                tier.severity().word() + " "
                        + tier.bounds().stream()
                                .map(bound -> bound.window().name())
                                .collect(Collectors.joining(" and "))
                        + (burns ? ": burn rate" : ": bad share"));
        spans(top, STRIP);
        frame(top, STRIP);
        double y = top + STRIP * (1 - threshold / highest);
        line("threshold", LEFT, y, WIDTH - RIGHT, y);
        text(LEFT - 6, y + 4, "value end", value(threshold, burns));
        text(LEFT - 6, top + 8, "value end faint", value(highest, burns));
        int dash = 0;
        double lastLabel = Double.NaN;
        for (Tier.Bound bound : tier.bounds()) {
            int window = timeline.windows().indexOf(bound.window().name());
            OptionalDouble end =
                    window < 0 ? OptionalDouble.empty() : curve(window, divisor, highest, top, "curve dash" + dash);
            double label = end.orElse(top + STRIP / 2 + dash * NEAR);
            if (Math.abs(label - lastLabel) < NEAR) {
                label = lastLabel - NEAR > top ? lastLabel - NEAR : lastLabel + NEAR;
            }
            text(
                    WIDTH - RIGHT + 8,
                    label + 4,
                    "name label" + dash,
                    bound.window().name() + (end.isEmpty() ? " not covered" : dash == 0 ? " ───" : " ┄┄┄"));
            lastLabel = label;
            dash++;
        }
    }

    /** The line of a window, broken where it is not covered or has no events; says at which height it ends, if it is there. */
    private OptionalDouble curve(int window, double divisor, double highest, double top, String style) {
        StringBuilder path = new StringBuilder();
        boolean pen = false;
        OptionalDouble end = OptionalDouble.empty();
        double uncoveredFrom = Double.NaN;
        for (Timeline.Sample sample : timeline.samples()) {
            if (sample.atMs() < scale.fromMs() || sample.atMs() > scale.toMs()) {
                continue;
            }
            double x = scale.x(sample.atMs());
            if (!isShown(sample, window)) {
                pen = false;
                uncoveredFrom = Double.isNaN(uncoveredFrom) ? x : uncoveredFrom;
                continue;
            }
            if (!Double.isNaN(uncoveredFrom)) {
                rect("gap", uncoveredFrom, top, x - uncoveredFrom, STRIP);
                uncoveredFrom = Double.NaN;
            }
            double y = top + STRIP * (1 - sample.badRatios()[window] / divisor / highest);
            end = OptionalDouble.of(y);
            path.append(pen ? 'L' : 'M').append(number(x)).append(' ').append(number(y));
            pen = true;
        }
        if (!Double.isNaN(uncoveredFrom)) {
            rect("gap", uncoveredFrom, top, WIDTH - RIGHT - uncoveredFrom, STRIP);
        }
        svg.append("<path class=\"")
                .append(style)
                .append("\" d=\"")
                .append(path)
                .append("\"/>");
        return end;
    }

    private static boolean isShown(Timeline.Sample sample, int window) {
        return sample.coverages()[window] >= COVERED && !Double.isNaN(sample.badRatios()[window]);
    }

    private void spans(double top, double height) {
        for (Episode episode : episodes) {
            double left = scale.x(episode.firedAtMs());
            double right = scale.x(episode.resolvedAtMs().orElse(scale.toMs()));
            if (right > left || episode.firedAtMs() >= scale.fromMs()) {
                rect("span " + episode.severity().word(), left, top, Math.max(right - left, 2), height);
            }
        }
    }

    /** Events and bad events of each minute, or of several where there are many. */
    private void volume(double top) {
        Map<Long, Timeline.Minute> minutes = timeline.minutes().subMap(scale.fromMs(), true, scale.toMs(), true);
        long step = Math.max(1, minutes.size() / 240) * 60_000L;
        long[] highest = {1};
        Map<Long, long[]> bars = new TreeMap<>();
        minutes.forEach((minute, counts) -> {
            long[] bar = bars.computeIfAbsent(Math.floorDiv(minute, step) * step, absent -> new long[2]);
            bar[0] += counts.total();
            bar[1] += counts.total() - counts.good();
            highest[0] = Math.max(highest[0], bar[0]);
        });
        text(LEFT, top - 8, "name", "events and bad events in " + step / 60_000 + " min");
        text(LEFT - 6, top + 8, "value end faint", Long.toString(highest[0]));
        bars.forEach((at, bar) -> {
            double x = scale.x(at);
            double width = Math.max(scale.x(at + step) - x - 0.4, 0.6);
            double all = VOLUME * bar[0] / highest[0];
            double bad = VOLUME * Math.max(0, bar[1]) / highest[0];
            rect("events", x, top + VOLUME - all, width, all);
            if (bad > 0) {
                rect("bad", x, top + VOLUME - bad, width, bad);
            }
        });
        frame(top, VOLUME);
    }

    private void axis(double top) {
        boolean days = scale.toMs() - scale.fromMs() > 24 * 3_600_000L;
        for (long tick : scale.ticks()) {
            double x = scale.x(tick);
            line("tick", x, top, x, top + 4);
            text(x, top + 16, "value middle", (days ? DAY : CLOCK).format(Instant.ofEpochMilli(tick)));
        }
    }

    private static String value(double value, boolean burns) {
        return burns ? String.format(Locale.ROOT, "%.3g", value) : String.format(Locale.ROOT, "%.1f%%", 100 * value);
    }

    private void frame(double top, double height) {
        rect("frame", LEFT, top, WIDTH - LEFT - RIGHT, height);
    }

    private void rect(String style, double x, double y, double width, double height) {
        svg.append("<rect class=\"")
                .append(style)
                .append("\" x=\"")
                .append(number(x))
                .append("\" y=\"")
                .append(number(y))
                .append("\" width=\"")
                .append(number(Math.max(0, width)))
                .append("\" height=\"")
                .append(number(Math.max(0, height)))
                .append("\"/>");
    }

    private void line(String style, double x1, double y1, double x2, double y2) {
        svg.append("<line class=\"")
                .append(style)
                .append("\" x1=\"")
                .append(number(x1))
                .append("\" y1=\"")
                .append(number(y1))
                .append("\" x2=\"")
                .append(number(x2))
                .append("\" y2=\"")
                .append(number(y2))
                .append("\"/>");
    }

    private void text(double x, double y, String style, String content) {
        svg.append("<text class=\"")
                .append(style)
                .append("\" x=\"")
                .append(number(x))
                .append("\" y=\"")
                .append(number(y))
                .append("\">")
                .append(Html.text(content))
                .append("</text>");
    }
}
