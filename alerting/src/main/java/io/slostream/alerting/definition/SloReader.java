// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.definition.DefinitionParser.ParsedSlo;
import io.slostream.alerting.definition.DefinitionParser.Placed;
import io.slostream.alerting.definition.IndicatorReader.Reading;
import io.slostream.alerting.yaml.Quoted;
import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads one document into an SLO. */
final class SloReader {
    private static final int MAX_OWNER_LENGTH = 100;
    private static final int MAX_DESCRIPTION_LENGTH = 500;

    private SloReader() {}

    static ParsedSlo read(YamlValue document) {
        int before = document.problems().count();
        Optional<YamlMap> root = document.map(List.of("apiVersion", "kind", "metadata", "spec"));
        if (root.isEmpty() || isEngine(root.get()) || isOpenSlo(root.get())) {
            return new ParsedSlo(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }
        root.get().require("apiVersion", "slostream/v1").ifPresent(v -> v.oneOf(List.of("slostream/v1")));
        root.get().require("kind", "SLO").ifPresent(v -> v.oneOf(List.of("SLO")));
        Optional<YamlMap> metadata =
                root.get().require("metadata", "{ name: …, owner: … }").flatMap(v -> v.map(List.of("name", "owner")));
        Optional<Placed<String>> name =
                metadata.flatMap(m -> m.require("name", "my-slo")).flatMap(SloReader::placedName);
        Optional<Placed<String>> owner =
                metadata.flatMap(m -> m.require("owner", "my-team-oncall")).flatMap(SloReader::owner);
        Optional<Spec> spec = root.get().require("spec", "{ … }").flatMap(SloReader::spec);

        Optional<SloDefinition> definition = Optional.empty();
        if (document.problems().count() == before && name.isPresent() && owner.isPresent() && spec.isPresent()) {
            definition =
                    Optional.of(spec.get().named(name.get().value(), owner.get().value()));
        }
        return new ParsedSlo(definition, name, owner, spec.flatMap(Spec::dashboard));
    }

    /** The other kind of file that there is: one word helps more than an error for each of its keys. */
    private static boolean isEngine(YamlMap root) {
        Optional<YamlValue> engine =
                root.get("kind").filter(kind -> kind.scalarValue().equals("Engine"));
        engine.ifPresent(kind -> kind.error(
                "this is the configuration of an engine, no SLO",
                "give it to slostream run -c, and name here the files of its spec.slos"));
        return engine.isPresent();
    }

    /** Likewise for a file of OpenSLO. */
    private static boolean isOpenSlo(YamlMap root) {
        Optional<YamlValue> version =
                root.get("apiVersion").filter(v -> v.scalarValue().startsWith("openslo/"));
        version.ifPresent(v -> v.error(
                "this is a document of OpenSLO, no SLO of ours", "convert it with slostream check --from-openslo"));
        return version.isPresent();
    }

    /** A name of the form that SLOs and alerts have. */
    static Optional<String> name(YamlValue value) {
        Optional<String> text = value.text();
        if (text.isPresent() && !Names.isName(text.get())) {
            value.error(
                    Quoted.of(text.get()) + " is no name",
                    "begin with a letter, go on with letters, digits, '.', '_' or '-', 63 characters at most");
            return Optional.empty();
        }
        return text;
    }

    private static Optional<Placed<String>> placedName(YamlValue value) {
        return name(value).map(name -> new Placed<>(name, value));
    }

    private static Optional<Placed<String>> owner(YamlValue value) {
        Optional<String> text = value.text().map(String::strip);
        if (text.isPresent() && (text.get().isEmpty() || text.get().length() > MAX_OWNER_LENGTH)) {
            value.error(
                    "an owner is 1 to " + MAX_OWNER_LENGTH + " characters, found "
                            + text.get().length(),
                    "name the team that answers for this SLO");
            return Optional.empty();
        }
        return text.map(owner -> new Placed<>(owner, value));
    }

    private static Optional<Spec> spec(YamlValue value) {
        return value.map(List.of(
                        "dashboard",
                        "category",
                        "description",
                        "indicator",
                        "objective",
                        "period",
                        "periods",
                        "alerts",
                        "distribution"))
                .map(SloReader::spec);
    }

    private static Spec spec(YamlMap map) {
        Optional<Dashboard> dashboard = map.require("dashboard", "serving").flatMap(v -> constant(v, Dashboard.class));
        Optional<Category> category = map.require("category", "slo").flatMap(v -> constant(v, Category.class));
        String description =
                map.get("description").flatMap(SloReader::description).orElse("");
        Optional<Reading> reading = map.require("indicator", "{ ratio: { of: request, good: { … } } }")
                .flatMap(IndicatorReader::read);
        // What an unreadable indicator would promise is not known; the errors of objective and period are shown anyhow.
        Optional<Goal> goal = GoalReader.read(map, reading);
        boolean isQuantile = reading.flatMap(Reading::quantile).isPresent();
        if (dashboard.isPresent()
                && dashboard.get() != Dashboard.INFRA
                && category.equals(Optional.of(Category.HEALTH))) {
            map.get("dashboard")
                    .ifPresent(v -> v.error("category health lives on the dashboard infra", "write dashboard: infra"));
        }
        List<AlertDefinition> alerts = map.get("alerts")
                .map(v -> AlertReader.readAll(v, reading.flatMap(found -> goal), isQuantile))
                .orElse(List.of());
        if (category.isPresent() && !category.get().mayAlert() && !alerts.isEmpty()) {
            map.get("alerts")
                    .ifPresent(v -> v.error(
                            "an SLI of category " + word(category.get()) + " may not alert",
                            "remove the alerts, or alert on the slo or outcome that it explains"));
        }
        Optional<Indicator> indicator = reading.map(Reading::indicator);
        Optional<Distribution> distribution =
                map.get("distribution").flatMap(v -> DistributionReader.read(v, indicator));
        return new Spec(dashboard, category, description, indicator, goal, alerts, distribution);
    }

    private static Optional<String> description(YamlValue value) {
        if (!value.isText()) {
            return value.text();
        }
        // Folded and block scalars end in a line break; a sentence has none.
        String text = value.scalarValue().strip().replaceAll("\\s+", " ");
        if (text.length() > MAX_DESCRIPTION_LENGTH || text.codePoints().anyMatch(Quoted::isUnsafe)) {
            value.error(
                    "a description is one sentence of at most " + MAX_DESCRIPTION_LENGTH + " plain characters, found "
                            + text.length(),
                    "shorten it");
            return Optional.empty();
        }
        return Optional.of(text);
    }

    /** A share between 0 and 1, both excluded; a percentage is refused with the share to write. */
    static Optional<Ratio> share(YamlValue value, String what, String example) {
        String percent = value.scalarValue().strip();
        if (percent.matches("[0-9]{1,2}(\\.[0-9]{1,8})?\\s*%")) {
            String number = percent.substring(0, percent.length() - 1).strip();
            value.error(Quoted.of(percent) + " is a percentage", "write the share " + shareOf(new BigDecimal(number)));
            return Optional.empty();
        }
        Optional<BigDecimal> decimal = value.decimal(example);
        if (decimal.isEmpty()) {
            return Optional.empty();
        }
        BigDecimal share = decimal.get();
        if (share.signum() <= 0 || share.compareTo(BigDecimal.ONE) >= 0) {
            boolean isPercent = share.compareTo(BigDecimal.ONE) > 0 && share.compareTo(new BigDecimal(100)) < 0;
            String advice = isPercent ? "write the share " + shareOf(share) : "write a share such as " + example;
            value.error(what + " lies between 0 and 1, both excluded, found " + share.toPlainString(), advice);
            return Optional.empty();
        }
        return Optional.of(Ratio.of(share));
    }

    private static String shareOf(BigDecimal percent) {
        return percent.divide(new BigDecimal(100), percent.scale() + 2, RoundingMode.UNNECESSARY)
                .stripTrailingZeros()
                .toPlainString();
    }

    static <E extends Enum<E>> Optional<E> constant(YamlValue value, Class<E> type) {
        List<E> constants = Arrays.asList(type.getEnumConstants());
        return value.oneOf(constants.stream().map(SloReader::word).toList())
                .flatMap(word ->
                        constants.stream().filter(c -> word(c).equals(word)).findFirst());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private record Spec(
            Optional<Dashboard> dashboard,
            Optional<Category> category,
            String description,
            Optional<Indicator> indicator,
            Optional<Goal> goal,
            List<AlertDefinition> alerts,
            Optional<Distribution> distribution) {

        /** Only when there were no errors, so everything is present. */
        SloDefinition named(String name, String owner) {
            return new SloDefinition(
                    name,
                    owner,
                    dashboard.orElseThrow(),
                    category.orElseThrow(),
                    description,
                    indicator.orElseThrow(),
                    goal.orElseThrow(),
                    alerts,
                    distribution);
        }
    }
}
