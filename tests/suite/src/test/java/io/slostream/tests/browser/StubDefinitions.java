// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.browser;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.Dashboard;
import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.alerting.definition.Distribution;
import io.slostream.alerting.definition.Goal;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.definition.Tier;
import io.slostream.alerting.definition.Window;
import io.slostream.dashboards.panel.Panel;
import io.slostream.dashboards.panel.Panels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What {@code /api/v1/definitions} would answer for the shipped SLOs and any specialists. */
final class StubDefinitions {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDER = Path.of("../../slos");
    private static final List<Dashboard> ORDER = List.of(Dashboard.TRAINING, Dashboard.INFRA, Dashboard.SERVING);

    private StubDefinitions() {}

    static ObjectNode of(List<String> specialists) {
        Panels panels = Panels.of(shipped());
        ObjectNode all = JSON.createObjectNode()
                .put("hash", "one")
                .put("version", 1)
                .put("pane_ms", 5_000)
                .put("grace_ms", 10_000)
                .put("evaluation_interval_ms", 5_000)
                .put("engine", "stub")
                .put("clock", "wall");
        specialists.forEach(all.putArray("specialists")::add);
        all.putArray("resource_classes").add("h100").add("l40s");
        ArrayNode dashboards = all.putArray("dashboards");
        for (Dashboard dashboard : ORDER) {
            dashboards
                    .addObject()
                    .put("name", word(dashboard))
                    .put("owner", panels.ownerOf(dashboard).orElseThrow());
        }
        ArrayNode slos = all.putArray("slos");
        panels.all().forEach(panel -> slos.add(slo(panel)));
        return all;
    }

    private static DefinitionSet shipped() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<DefinitionText> texts = new ArrayList<>();
            for (Path file : files.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                texts.add(new DefinitionText(file.getFileName().toString(), Files.readString(file)));
            }
            return DefinitionLoader.load(texts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode slo(Panel panel) {
        SloDefinition slo = panel.slo();
        ObjectNode node = JSON.createObjectNode()
                .put("name", slo.name())
                .put("dashboard", word(slo.dashboard()))
                .put("owner", slo.owner())
                .put("category", word(slo.category()))
                .put("place", panel.place().code())
                .put("reason", panel.reason())
                .put("description", slo.description())
                .put("kind", word(slo.indicator().of()))
                .put("group_by", slo.indicator().groupBy().word())
                .put("counts", word(slo.indicator().of()) + "s that are good")
                .put("goal", goal(slo.goal()))
                .put("objective", objective(slo.goal()))
                .put("period", slo.period().name())
                .put("headline", panel.headline().name());
        windows(slo).forEach(window -> node.withArray("windows").add(window.name()));
        ArrayNode alerts = node.putArray("alerts");
        slo.alerts().forEach(alert -> alerts.add(alert(slo, alert)));
        slo.distribution()
                .ifPresentOrElse(
                        distribution -> node.set("quantiles", quantiles(distribution)),
                        () -> node.putNull("quantiles"));
        return node;
    }

    private static Iterable<Window> windows(SloDefinition slo) {
        TreeSet<Window> windows = new TreeSet<>(slo.goal().periods());
        slo.alerts()
                .forEach(alert ->
                        alert.tiers().forEach(tier -> tier.bounds().forEach(bound -> windows.add(bound.window()))));
        return windows;
    }

    private static ObjectNode alert(SloDefinition slo, AlertDefinition alert) {
        ObjectNode node = JSON.createObjectNode()
                .put("name", alert.name())
                .put("for_ms", alert.holdMs())
                .put("keep_firing_for_ms", alert.keepFiringForMs())
                .put("minimum_events", alert.minimumEvents())
                .put("minimum_bad_events", alert.minimumBadEvents());
        ArrayNode tiers = node.putArray("tiers");
        for (Tier tier : alert.tiers()) {
            ObjectNode one = tiers.addObject().put("severity", word(tier.severity()));
            tier.rate().ifPresentOrElse(rate -> one.put("burn_rate", rate.toDouble()), () -> one.putNull("burn_rate"));
            ArrayNode bounds = one.putArray("bounds");
            for (Tier.Bound bound : tier.bounds()) {
                bounds.addObject()
                        .put("window", bound.window().name())
                        .put("window_ms", bound.windowMs())
                        .put("max_bad_ratio", bound.limit().toDouble());
            }
        }
        return node;
    }

    private static ObjectNode quantiles(Distribution distribution) {
        ObjectNode node = JSON.createObjectNode()
                .put("field", "value")
                .put("window", distribution.window().name());
        distribution.quantiles().forEach(quantile -> node.withArray("quantiles").add(quantile.toDouble()));
        return node;
    }

    private static String goal(Goal goal) {
        if (goal instanceof Goal.Freshness) {
            return "freshness";
        }
        return goal instanceof Goal.SpendBand ? "spend" : "share";
    }

    private static String objective(Goal goal) {
        return goal instanceof Goal.Share share
                ? String.valueOf(share.objective().toDouble())
                : null;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
