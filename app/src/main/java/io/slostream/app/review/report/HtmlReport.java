// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.review.report;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.Durations;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.state.TierState;
import io.slostream.app.review.Change;
import io.slostream.app.review.ChangeText;
import io.slostream.app.review.Episode;
import io.slostream.app.review.Judged;
import io.slostream.app.review.SloGroup;
import io.slostream.app.review.Timeline;
import io.slostream.topology.BadEvent;
import io.slostream.topology.VersionedDefinition;
import io.slostream.topology.accumulate.Accounting;
import io.slostream.topology.judge.AlertKey;
import io.slostream.topology.judge.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The review of a stretch of history: one file without scripts that needs no network. */
public final class HtmlReport {
    /** More pictures than anybody looks at; what is left out is said. */
    private static final int MAX_CHARTS = 40;

    private static final int MAX_TRANSITIONS = 200;

    private final Judged judged;
    private final Optional<Change> change;
    private final String source;
    private final String baseUrl;
    private final StringBuilder html = new StringBuilder();

    /**
     * A report.
     *
     * @param change what would differ, if that was asked
     * @param source what was replayed, for people
     * @param baseUrl what links to the engine's page begin with; empty: none are made
     */
    public HtmlReport(Judged judged, Optional<Change> change, String source, String baseUrl) {
        this.judged = judged;
        this.change = change;
        this.source = source;
        this.baseUrl = baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl;
    }

    /** The file. */
    public String text() {
        html.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .append(
                        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">")
                .append("<title>Review ")
                .append(time(judged.fromMs()))
                .append("</title><style>")
                .append(css())
                .append("</style></head><body><a class=\"skip\" href=\"#alerts\">To the alerts</a>");
        header();
        html.append("<main>");
        alerts();
        change.ifPresent(this::change);
        charts();
        accounting();
        definitions();
        return html.append("</main></body></html>\n").toString();
    }

    private static String css() {
        try (InputStream in = HtmlReport.class.getResourceAsStream("/report/report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void header() {
        long tickets = judged.episodes().size() - judged.pages();
        html.append("<header><h1>")
                .append(judged.pages())
                .append(judged.pages() == 1 ? " page, " : " pages, ")
                .append(tickets)
                .append(tickets == 1 ? " ticket" : " tickets")
                .append("</h1>");
        paragraph(time(judged.fromMs()) + " to " + time(judged.toMs()) + " ("
                + Durations.format(Math.max(0, judged.toMs() - judged.fromMs())) + "), times are UTC");
        html.append("<p class=\"soft\">").append(Html.text(source)).append("</p></header>");
    }

    private void alerts() {
        html.append("<h2 id=\"alerts\">Alerts</h2>");
        if (judged.episodes().isEmpty()) {
            paragraph("No alert fired.");
            return;
        }
        html.append(
                "<div class=\"scroll\"><table><thead><tr><th>Severity<th>Alert<th>Specialist<th>Condition since<th>Fired<th>Resolved<th>For</tr></thead><tbody>");
        for (Episode episode : judged.episodes()) {
            html.append("<tr><td><span class=\"badge ")
                    .append(episode.severity().word())
                    .append("\">")
                    .append(episode.severity().word())
                    .append("</span><td><a href=\"#")
                    .append(anchor(episode))
                    .append("\">");
            html.append(Html.text(episode.key().slo() + " " + episode.key().alert()))
                    .append("</a>");
            cell(episode.key().group());
            cell(time(episode.startedAtMs()));
            cell(time(episode.firedAtMs()));
            cell(
                    episode.resolvedAtMs().isPresent()
                            ? time(episode.resolvedAtMs().getAsLong())
                            : "still firing");
            cell(Durations.format(episode.resolvedAtMs().orElse(judged.toMs()) - episode.firedAtMs()));
            html.append("</tr>");
        }
        html.append("</tbody></table></div>");
    }

    private void change(Change found) {
        html.append("<h2 id=\"change\">What would differ</h2><table><tbody>");
        for (String line : ChangeText.lines(found)) {
            html.append("<tr>");
            cell(line);
            html.append("</tr>");
        }
        html.append("</tbody></table>");
    }

    /** Alerts that fired, each with its picture, its transitions and its evidence. */
    private void charts() {
        Map<AlertKey, List<Episode>> byAlert = judged.episodes().stream()
                .collect(Collectors.groupingBy(Episode::key, LinkedHashMap::new, Collectors.toList()));
        int charts = 0;
        for (Map.Entry<AlertKey, List<Episode>> entry : byAlert.entrySet()) {
            if (charts++ == MAX_CHARTS) {
                paragraph(byAlert.size() - MAX_CHARTS + " more alerts are left out; narrow the review with --slo,"
                        + " --specialist, --from and --to.");
                break;
            }
            section(entry.getValue());
        }
    }

    private void section(List<Episode> episodes) {
        Episode first = episodes.get(0);
        String name = first.key().slo() + " " + first.key().alert() + " "
                + first.key().group();
        html.append("<section><h2 id=\"")
                .append(anchor(first))
                .append("\">")
                .append(Html.text(name))
                .append("</h2>");
        Optional<SloDefinition> slo = judged.definition().slo(first.key().slo());
        Timeline timeline = judged.timelines()
                .get(new SloGroup(first.key().slo(), first.key().group()));
        slo.ifPresent(found -> {
            paragraph(found.description());
            Optional<AlertDefinition> alert = found.alerts().stream()
                    .filter(one -> one.name().equals(first.key().alert()))
                    .findFirst();
            if (alert.isPresent() && timeline != null) {
                html.append("<div class=\"scroll\">")
                        .append(new AlertChart(found, alert.get(), timeline, episodes, judged.fromMs(), judged.toMs())
                                .svg(name + ": each window against its threshold, and events a minute"))
                        .append(
                                "</div><p class=\"soft\">Dashed line: threshold. Shaded: firing. Grey: not covered, or no events.</p>");
            }
        });
        List<Verdict> verdicts = judged.verdicts().stream()
                .filter(verdict -> verdict.key().equals(first.key()))
                .toList();
        transitions(verdicts);
        evidence(verdicts);
        link(first);
        html.append("</section>");
    }

    private void transitions(List<Verdict> verdicts) {
        html.append(
                "<h3>Transitions</h3><div class=\"scroll\"><table><thead><tr><th>At<th>State<th>Reason<th>Windows</tr></thead><tbody>");
        verdicts.stream().limit(MAX_TRANSITIONS).forEach(verdict -> {
            html.append("<tr>");
            whole(time(verdict.transition().atMs()));
            whole(verdict.transition().kind().word() + " "
                    + verdict.transition().severity().word());
            whole(verdict.transition().reason().word());
            cell(verdict.windows().stream().map(HtmlReport::window).collect(Collectors.joining(", ")));
            html.append("</tr>");
        });
        html.append("</tbody></table></div>");
        if (verdicts.size() > MAX_TRANSITIONS) {
            paragraph(verdicts.size() - MAX_TRANSITIONS + " more are left out.");
        }
    }

    private static String window(Verdict.Reading reading) {
        String counts = reading.window().name() + " " + reading.bad() + "/" + reading.total() + " bad";
        return Double.isNaN(reading.burnRate())
                ? counts
                : counts + String.format(Locale.ROOT, " (burn %.2f)", reading.burnRate());
    }

    /** Of the first time that it fired: the last bad events before that. */
    private void evidence(List<Verdict> verdicts) {
        List<BadEvent> events = verdicts.stream()
                .filter(verdict -> !verdict.evidence().isEmpty())
                .filter(verdict -> verdict.transition().kind().concernsPagers())
                .findFirst()
                .map(Verdict::evidence)
                .orElse(List.of());
        if (events.isEmpty()) {
            return;
        }
        boolean fromFiles = judged.definition().version() == VersionedDefinition.FILES;
        String partition = fromFiles ? "File" : "Partition";
        String offset = fromFiles ? "Line" : "Offset";
        html.append(
                "<h3>Evidence</h3><p>The last bad events before it first fired.</p><table><thead><tr><th>Event time<th>"
                        + partition + "<th class=\"number\">" + offset + "</tr></thead><tbody>");
        for (BadEvent event : events) {
            html.append("<tr>");
            whole(time(event.timeMs()));
            cell(Integer.toString(event.partition()));
            html.append("<td class=\"number\">").append(event.position()).append("</tr>");
        }
        html.append("</tbody></table>");
    }

    private void link(Episode episode) {
        if (baseUrl.isEmpty()) {
            return;
        }
        String target = baseUrl + "/slos/" + escaped(episode.key().slo()) + "?alert="
                + escaped(episode.key().alert()) + "&group="
                + escaped(episode.key().group()) + "&from=" + judged.fromMs() + "&to=" + judged.toMs();
        html.append("<p><a href=\"").append(Html.text(target)).append("\">This time at the engine's page</a></p>");
    }

    private void accounting() {
        Accounting accounting = judged.accounting();
        html.append("<h2>Accounting</h2>");
        paragraph(String.format(
                Locale.ROOT,
                "in %,d = counted %,d + late %,d + dead-lettered %,d + excluded %,d",
                accounting.in(),
                accounting.counted(),
                accounting.late(),
                accounting.deadLettered(),
                accounting.excluded()));
    }

    private void definitions() {
        html.append("<h2>Definitions</h2><ul>");
        for (VersionedDefinition version : judged.definitions()) {
            html.append("<li>")
                    .append(
                            version.version() == VersionedDefinition.FILES
                                    ? "from files"
                                    : "version " + version.version())
                    .append(", hash <code>")
                    .append(Html.text(version.hash()))
                    .append("</code></li>");
        }
        html.append(
                "</ul><div class=\"scroll\"><table><thead><tr><th>SLO<th>Owner<th>Objective<th>Alerts</tr></thead><tbody>");
        List<SloDefinition> slos = judged.definition().definition().slos().slos();
        for (SloDefinition slo : slos) {
            if (slo.alerts().isEmpty()) {
                continue;
            }
            html.append("<tr>");
            cell(slo.name());
            cell(slo.owner());
            cell(slo.errorBudget()
                    .map(budget -> String.format(
                            Locale.ROOT,
                            "%.4g %% over %s",
                            100 * (1 - budget.toDouble()),
                            slo.period().name()))
                    .orElse("none of events"));
            cell(slo.alerts().stream().map(HtmlReport::conditions).collect(Collectors.joining("; ")));
            html.append("</tr>");
        }
        html.append("</tbody></table></div>");
    }

    private static String conditions(AlertDefinition alert) {
        return alert.name() + ": "
                + alert.tiers().stream()
                        .map(tier -> tier.severity().word() + " "
                                + tier.bounds().stream()
                                        .map(bound -> bound.window().name())
                                        .collect(Collectors.joining("/"))
                                + tier.rate()
                                        .map(rate -> String.format(Locale.ROOT, " burn > %.3g", rate.toDouble()))
                                        .orElseGet(() -> String.format(
                                                Locale.ROOT,
                                                " bad > %.3g %%",
                                                100
                                                        * tier.bounds()
                                                                .get(0)
                                                                .limit()
                                                                .toDouble())))
                        .collect(Collectors.joining(", "))
                + (alert.holdMs() == 0 ? "" : " for " + Durations.format(alert.holdMs()));
    }

    private void paragraph(String text) {
        html.append("<p>").append(Html.text(text)).append("</p>");
    }

    private void cell(String text) {
        html.append("<td>").append(Html.text(text));
    }

    /** A cell that is not broken. */
    private void whole(String text) {
        html.append("<td class=\"whole\">").append(Html.text(text));
    }

    private static String escaped(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String anchor(Episode episode) {
        return "a" + Integer.toHexString(episode.key().hashCode());
    }

    private static String time(long timeMs) {
        return timeMs == TierState.NEVER || timeMs == Long.MIN_VALUE
                ? "never"
                : Instant.ofEpochMilli(timeMs).toString();
    }
}
