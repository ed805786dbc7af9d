// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.review.report;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.app.review.Coordinates;
import io.slostream.app.review.Episode;
import io.slostream.app.review.EventFields;
import io.slostream.app.review.Judged;
import io.slostream.app.review.SloGroup;
import io.slostream.app.review.Timeline;
import io.slostream.topology.BadEvent;
import io.slostream.topology.VersionedDefinition;
import io.slostream.topology.judge.Verdict;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One alert of a report: its picture, its transitions, its evidence, and where to see it live. */
final class AlertSection {
    private static final int MAX_TRANSITIONS = 200;

    private final Judged judged;
    private final List<Episode> episodes;
    private final Episode first;
    private final String baseUrl;
    private final StringBuilder html = new StringBuilder();

    /**
     * A section.
     *
     * @param episodes the times that this alert fired, at least one
     * @param baseUrl what the link to the engine's page begins with, without a slash at its end; empty: there is none
     */
    AlertSection(Judged judged, List<Episode> episodes, String baseUrl) {
        this.judged = judged;
        this.episodes = episodes;
        this.first = episodes.get(0);
        this.baseUrl = baseUrl;
    }

    /** What leads here inside the report. */
    static String anchor(Episode episode) {
        return "a" + Integer.toHexString(episode.key().hashCode());
    }

    /** The section. */
    String html() {
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
            html.append(Html.paragraph(found.description()));
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
        evidence();
        link();
        return html.append("</section>").toString();
    }

    private void transitions(List<Verdict> verdicts) {
        html.append(
                "<h3>Transitions</h3><div class=\"scroll\"><table><thead><tr><th>At<th>State<th>Reason<th>Windows</tr></thead><tbody>");
        verdicts.stream().limit(MAX_TRANSITIONS).forEach(verdict -> {
            html.append("<tr>");
            html.append(Html.whole(Html.time(verdict.transition().atMs())));
            html.append(Html.whole(verdict.transition().kind().word() + " "
                    + verdict.transition().severity().word()));
            html.append(Html.whole(verdict.transition().reason().word()));
            html.append(Html.cell(
                    verdict.windows().stream().map(AlertSection::window).collect(Collectors.joining(", "))));
            html.append("</tr>");
        });
        html.append("</tbody></table></div>");
        if (verdicts.size() > MAX_TRANSITIONS) {
            html.append(Html.paragraph(verdicts.size() - MAX_TRANSITIONS + " more are left out."));
        }
    }

    private static String window(Verdict.Reading reading) {
        String counts = reading.window().name() + " " + reading.bad() + "/" + reading.total() + " bad";
        return Double.isNaN(reading.burnRate())
                ? counts
                : counts + String.format(Locale.ROOT, " (burn %.2f)", reading.burnRate());
    }

    /** Of the first time that it fired: the last bad events before that. */
    private void evidence() {
        Optional<Verdict> fired = judged.fired().stream()
                .filter(verdict -> verdict.key().equals(first.key()))
                .findFirst();
        if (fired.isEmpty()) {
            return;
        }
        List<Coordinates> places = judged.places(fired.get());
        Set<String> ids = EventFields.IDS.stream()
                .filter(id -> places.stream()
                        .anyMatch(place ->
                                judged.evidence().getOrDefault(place, Map.of()).containsKey(id)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        boolean fromFiles = judged.definition().version() == VersionedDefinition.FILES;
        html.append(
                        "<h3>Evidence</h3><p>The last bad events before it first fired.</p><div class=\"scroll\"><table><thead>"
                                + "<tr><th>Event time")
                .append(fromFiles ? "<th>File<th class=\"number\">Line" : "<th>Partition<th class=\"number\">Offset");
        ids.forEach(id -> html.append("<th>").append(id));
        html.append("</tr></thead><tbody>");
        List<BadEvent> events = fired.get().evidence();
        for (int i = 0; i < events.size(); i++) {
            BadEvent event = events.get(i);
            html.append("<tr>")
                    .append(Html.whole(Html.time(event.timeMs())))
                    .append(Html.cell(Integer.toString(event.partition())))
                    .append("<td class=\"number\">")
                    .append(event.position());
            Map<String, Object> fields =
                    i < places.size() ? judged.evidence().getOrDefault(places.get(i), Map.of()) : Map.of();
            ids.forEach(id -> html.append(Html.cell(String.valueOf(fields.getOrDefault(id, "–")))));
            html.append("</tr>");
        }
        html.append("</tbody></table></div>");
    }

    private void link() {
        if (baseUrl.isEmpty()) {
            return;
        }
        String target = baseUrl + "/slos/" + escaped(first.key().slo()) + "?alert="
                + escaped(first.key().alert()) + "&group="
                + escaped(first.key().group()) + "&from=" + judged.fromMs() + "&to=" + judged.toMs();
        html.append("<p><a href=\"").append(Html.text(target)).append("\">This time at the engine's page</a></p>");
    }

    private static String escaped(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
