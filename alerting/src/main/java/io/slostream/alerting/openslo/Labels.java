// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.openslo;

import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import java.util.List;
import java.util.Optional;

/** The labels of an SLO, of which three say what OpenSLO has no key for: owner, dashboard and category. */
final class Labels {
    private static final int MANY = 1_000;
    private static final List<String> OURS = List.of("owner", "dashboard", "category");

    private final YamlValue place;
    private final Optional<YamlMap> labels;
    private final boolean isReadable;

    /** Of this object. */
    Labels(OpenSloObject object) {
        Optional<YamlValue> value = object.metadata().flatMap(m -> m.get("labels"));
        labels = value.flatMap(YamlValue::map);
        place = value.or(() -> object.metadata().map(YamlMap::self)).orElse(object.self());
        isReadable = object.metadata().isPresent() && value.isPresent() == labels.isPresent();
    }

    /** A label that must be there. */
    Optional<Flow> require(String label, String example) {
        Optional<YamlValue> value = labels.flatMap(map -> map.get(label));
        if (value.isEmpty() && isReadable) {
            place.error("the label " + label + " is missing", "add " + label + ": " + example + " to metadata.labels");
        }
        return value.flatMap(Labels::one);
    }

    /** The label category, or what an SLO is without one. */
    Optional<Flow> categoryOr(String usual) {
        Optional<YamlValue> value = labels.flatMap(map -> map.get("category"));
        return value.isPresent() ? value.flatMap(Labels::one) : Optional.of(Flow.of(usual, place));
    }

    /** The labels that say nothing to us. */
    List<String> others() {
        return labels.map(map -> map.entries().keySet().stream()
                        .filter(label -> !OURS.contains(label))
                        .toList())
                .orElse(List.of());
    }

    /** OpenSLO has a string here, or a list of them. */
    private static Optional<Flow> one(YamlValue value) {
        YamlValue single = value;
        if (!value.isScalar() && !value.isMapping()) {
            List<YamlValue> list = value.list(MANY).orElse(null);
            if (list == null) {
                return Optional.empty();
            }
            if (list.size() != 1) {
                value.error("this label has one value here, found " + list.size(), "write one");
                return Optional.empty();
            }
            single = list.get(0);
        }
        YamlValue origin = single;
        return single.text().map(text -> Flow.of(Flow.quoted(text), origin));
    }
}
