// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.slotest;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.Durations;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.definition.Window;
import io.slostream.alerting.yaml.Quoted;
import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import io.slostream.app.slotest.Expectation.Bound;
import io.slostream.app.slotest.Expectation.Counts;
import io.slostream.app.slotest.Expectation.InWindow;
import io.slostream.topology.judge.SummaryKey;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Reads an expectation on the counts of one window; SLOs that may not alert have nothing else to be asked. */
final class WindowReader {
    /** Keys beside {@code window}, which no other form has. */
    static final List<String> KEYS = List.of("ratio", "good", "total");

    private static final String OBJECTIVE = "objective";

    private final Optional<List<SloDefinition>> definitions;

    /** Without definitions, which then are what is wrong, there is nothing to look an SLO up in. */
    WindowReader(Optional<DefinitionSet> definitions) {
        this.definitions = definitions.map(DefinitionSet::slos);
    }

    Optional<Expectation> read(YamlMap map, int line) {
        Optional<Long> at = map.require("at", "1h").flatMap(ExpectationReader::time);
        Optional<String> group = AlertNames.group(map);
        Optional<YamlValue> name = map.require("slo", "NAME");
        if (definitions.isEmpty()) {
            return Optional.empty();
        }
        Optional<SloDefinition> slo = name.flatMap(this::named);
        Optional<Window> window =
                slo.flatMap(found -> map.get("window").flatMap(value -> windowOf(value, windows(found))));
        Optional<Bound> ratio = slo.flatMap(found -> map.get("ratio").flatMap(value -> bound(value, found)));
        OptionalLong good = count(map, "good");
        OptionalLong total = count(map, "total");
        if (KEYS.stream().noneMatch(map::has)) {
            map.self().error("says nothing of the window", "add ratio: { below: objective }, good: … or total: …");
            return Optional.empty();
        }
        return at.flatMap(t -> group.flatMap(g -> window.map(w -> new InWindow(
                line, t, new SummaryKey(slo.orElseThrow().name(), g), w, new Counts(ratio, good, total)))));
    }

    private Optional<SloDefinition> named(YamlValue value) {
        List<SloDefinition> slos = definitions.orElseThrow();
        return value.oneOf(slos.stream().map(SloDefinition::name).toList())
                .flatMap(name ->
                        slos.stream().filter(slo -> slo.name().equals(name)).findFirst());
    }

    private static List<Window> windows(SloDefinition slo) {
        return Stream.concat(
                        slo.goal().periods().stream(),
                        slo.alerts().stream()
                                .flatMap(alert -> alert.tiers().stream())
                                .flatMap(tier -> tier.bounds().stream())
                                .map(bound -> bound.window()))
                .distinct()
                .sorted()
                .toList();
    }

    private static Optional<Window> windowOf(YamlValue value, List<Window> windows) {
        Optional<String> text = value.text();
        Optional<Window> found = text.flatMap(wanted ->
                windows.stream().filter(window -> isNamed(window, wanted)).findFirst());
        if (text.isPresent() && found.isEmpty()) {
            value.error(
                    "the SLO has no window " + Quoted.of(text.get()),
                    "write one of "
                            + String.join(
                                    ", ", windows.stream().map(Window::name).toList()));
        }
        return found;
    }

    /** By the name in records, or by another spelling of its length, as {@code 60m} for {@code 1h}. */
    private static boolean isNamed(Window window, String text) {
        if (window.name().equals(text)) {
            return true;
        }
        try {
            return window.equals(Window.of(Durations.parseMs(text)));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Optional<Bound> bound(YamlValue value, SloDefinition slo) {
        Optional<YamlMap> map = value.map(List.of("below", "atLeast"));
        if (map.isEmpty()) {
            return Optional.empty();
        }
        if (map.get().entries().size() != 1) {
            value.error("a ratio has one bound", "write below: 0.9 or atLeast: 0.9");
            return Optional.empty();
        }
        boolean isBelow = map.get().has("below");
        YamlValue share = map.get().get(isBelow ? "below" : "atLeast").orElseThrow();
        return share(share, slo).map(ratio -> new Bound(isBelow, ratio, share.scalarValue()));
    }

    private static Optional<Ratio> share(YamlValue value, SloDefinition slo) {
        if (value.isText() && value.scalarValue().equals(OBJECTIVE)) {
            Optional<Ratio> objective = slo.goal().errorBudget().map(Ratio::complement);
            if (objective.isEmpty()) {
                value.error("the SLO " + slo.name() + " has no objective", "write a share, for example 0.9");
            }
            return objective;
        }
        Optional<BigDecimal> share = value.decimal("0.9");
        if (share.isPresent() && (share.get().signum() <= 0 || share.get().compareTo(BigDecimal.ONE) > 0)) {
            value.error(
                    "a share is above 0 and at most 1, found " + share.get().toPlainString(),
                    "write for example 0.9, or objective");
            return Optional.empty();
        }
        return share.map(Ratio::of);
    }

    private static OptionalLong count(YamlMap map, String key) {
        OptionalLong count = map.get(key).map(YamlValue::whole).orElse(OptionalLong.empty());
        if (count.isPresent() && count.getAsLong() < 0) {
            map.get(key).orElseThrow().error("a count is 0 or more", "write 0 or more");
            return OptionalLong.empty();
        }
        return count;
    }
}
