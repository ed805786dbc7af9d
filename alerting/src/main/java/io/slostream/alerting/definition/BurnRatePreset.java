// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.yaml.Problems;
import io.slostream.alerting.yaml.YamlDocuments;
import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A named family of burn-rate tiers. It is data: {@code presets/NAME.yaml} on the class path holds the tiers as shares
 * of the error budget, with their source. The burn rate of a tier is {@code share × period ÷ long window}, exact.
 */
public final class BurnRatePreset {
    private static final Map<String, BurnRatePreset> ALL = load("google-30d");

    private final String name;
    private final List<PresetTier> tiers;

    private BurnRatePreset(String name, List<PresetTier> tiers) {
        this.name = name;
        this.tiers = tiers;
    }

    /** @param budget share of the period's error budget gone when the long window alone would fire, in (0, 1] */
    private record PresetTier(Severity severity, Ratio budget, long longMs, long shortMs) {
        BurnTier scaledTo(long periodMs) {
            return new BurnTier(severity, budget.times(new Ratio(periodMs, longMs)), longMs, shortMs);
        }
    }

    /** The names of all presets, sorted. */
    public static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    /** The preset of one of these {@link #names}. */
    static BurnRatePreset named(String name) {
        return ALL.get(name);
    }

    String name() {
        return name;
    }

    long longestWindowMs() {
        return tiers.stream().mapToLong(PresetTier::longMs).max().orElseThrow();
    }

    /** The tiers for an SLO with this period. */
    List<BurnTier> tiersFor(long periodMs) {
        return tiers.stream().map(tier -> tier.scaledTo(periodMs)).toList();
    }

    private static Map<String, BurnRatePreset> load(String... names) {
        Map<String, BurnRatePreset> presets = new TreeMap<>();
        for (String name : names) {
            presets.put(name, read(name));
        }
        return presets;
    }

    private static BurnRatePreset read(String name) {
        String resource = "/presets/" + name + ".yaml";
        Problems problems = new Problems(resource);
        YamlValue document = YamlDocuments.read(textOf(resource), problems).get(0);
        YamlMap map = document.map(List.of("name", "tiers")).orElseThrow();
        List<PresetTier> tiers = map.get("tiers").orElseThrow().list(10).orElseThrow().stream()
                .map(BurnRatePreset::tier)
                .toList();
        if (problems.count() > 0) {
            throw new IllegalStateException("a preset of this library is wrong: " + problems.inOrder());
        }
        return new BurnRatePreset(map.get("name").orElseThrow().text().orElseThrow(), tiers);
    }

    private static PresetTier tier(YamlValue value) {
        YamlMap map = value.map(List.of("severity", "budget", "long", "short")).orElseThrow();
        BigDecimal budget = map.get("budget").orElseThrow().decimal("0.02").orElseThrow();
        return new PresetTier(
                SloReader.constant(map.get("severity").orElseThrow(), Severity.class)
                        .orElseThrow(),
                Ratio.of(budget),
                Windows.window(map.get("long").orElseThrow()).orElseThrow(),
                Windows.window(map.get("short").orElseThrow()).orElseThrow());
    }

    private static String textOf(String resource) {
        try (InputStream in = BurnRatePreset.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("preset missing from the class path: " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
