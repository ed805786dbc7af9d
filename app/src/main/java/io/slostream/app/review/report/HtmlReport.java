// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.review.report;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.Durations;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.app.review.Change;
import io.slostream.app.review.ChangeText;
import io.slostream.app.review.Episode;
import io.slostream.app.review.Judged;
import io.slostream.topology.VersionedDefinition;
import io.slostream.topology.accumulate.Accounting;
import io.slostream.topology.judge.AlertKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
                .append(Html.time(judged.fromMs()))
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
        html.append(Html.paragraph(Html.time(judged.fromMs()) + " to " + Html.time(judged.toMs()) + " ("
                + Durations.format(Math.max(0, judged.toMs() - judged.fromMs())) + "), times are UTC"));
        html.append("<p class=\"soft\">").append(Html.text(source)).append("</p></header>");
    }

    private void alerts() {
        html.append("<h2 id=\"alerts\">Alerts</h2>");
        if (judged.episodes().isEmpty()) {
            html.append(Html.paragraph("No alert fired."));
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
                    .append(AlertSection.anchor(episode))
                    .append("\">");
            html.append(Html.text(episode.key().slo() + " " + episode.key().alert()))
                    .append("</a>");
            html.append(Html.cell(episode.key().group()));
            html.append(Html.cell(Html.time(episode.startedAtMs())));
            html.append(Html.cell(Html.time(episode.firedAtMs())));
            html.append(Html.cell(
                    episode.resolvedAtMs().isPresent()
                            ? Html.time(episode.resolvedAtMs().getAsLong())
                            : "still firing"));
            html.append(
                    Html.cell(Durations.format(episode.resolvedAtMs().orElse(judged.toMs()) - episode.firedAtMs())));
            html.append("</tr>");
        }
        html.append("</tbody></table></div>");
    }

    private void change(Change found) {
        html.append("<h2 id=\"change\">What would differ</h2><table><tbody>");
        for (String line : ChangeText.lines(found)) {
            html.append("<tr>");
            html.append(Html.cell(line));
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
                html.append(Html.paragraph(
                        byAlert.size() - MAX_CHARTS + " more alerts are left out; narrow the review with --slo,"
                                + " --specialist, --from and --to."));
                break;
            }
            html.append(new AlertSection(judged, entry.getValue(), baseUrl).html());
        }
    }

    private void accounting() {
        Accounting accounting = judged.accounting();
        html.append("<h2>Accounting</h2>");
        html.append(Html.paragraph(String.format(
                Locale.ROOT,
                "in %,d = counted %,d + late %,d + dead-lettered %,d + excluded %,d",
                accounting.in(),
                accounting.counted(),
                accounting.late(),
                accounting.deadLettered(),
                accounting.excluded())));
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
            html.append(Html.cell(slo.name()));
            html.append(Html.cell(slo.owner()));
            html.append(Html.cell(slo.errorBudget()
                    .map(budget -> String.format(
                            Locale.ROOT,
                            "%.4g %% over %s",
                            100 * (1 - budget.toDouble()),
                            slo.period().name()))
                    .orElse("none of events")));
            html.append(
                    Html.cell(slo.alerts().stream().map(HtmlReport::conditions).collect(Collectors.joining("; "))));
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
}
