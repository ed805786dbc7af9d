// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.openslo;

import io.slostream.alerting.yaml.Quoted;
import io.slostream.alerting.yaml.Suggestions;
import io.slostream.alerting.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What objects of one kind were read into, by name.
 *
 * @param <T> what an object is read into
 */
final class References<T> {
    /** A message stays readable, however many objects there are. */
    private static final int MAX_LISTED = 50;

    private final String kind;
    private final Map<String, YamlValue> places = new LinkedHashMap<>();
    private final Map<String, T> values = new LinkedHashMap<>();

    References(String kind) {
        this.kind = kind;
    }

    /** Takes an object in; its value is empty when it is in error. A name that is taken is an error. */
    void add(OpenSloObject object, Optional<T> value) {
        object.name().ifPresent(name -> {
            YamlValue first = places.putIfAbsent(name.scalarValue(), name);
            if (first != null) {
                name.error(
                        "this file has an object of kind " + kind + " and this name on line "
                                + first.place().line() + " already",
                        "rename one of them");
            } else {
                value.ifPresent(v -> values.put(name.scalarValue(), v));
            }
        });
    }

    /** What a reference means; empty when the file has no such object, which is reported, or when that is in error. */
    Optional<T> find(YamlValue reference) {
        Optional<String> name = reference.text();
        if (name.isPresent() && !places.containsKey(name.get())) {
            reference.error("this file has no " + kind + " of the name " + Quoted.of(name.get()), advice(name.get()));
        }
        return name.map(values::get);
    }

    private String advice(String name) {
        if (places.isEmpty()) {
            return "write the " + kind + " into this file: one file is read";
        }
        return Suggestions.advice(
                name,
                "it has",
                places.keySet().stream().limit(MAX_LISTED).map(Quoted::plain).toList());
    }
}
