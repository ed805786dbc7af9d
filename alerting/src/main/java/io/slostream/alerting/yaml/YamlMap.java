// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.yaml;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A mapping of a YAML file whose keys are strings, each present once. */
public final class YamlMap {
    private final YamlValue self;
    private final Map<String, YamlValue> values;

    YamlMap(YamlValue self, Map<String, YamlValue> values) {
        this.self = self;
        this.values = new LinkedHashMap<>(values);
    }

    /** The value under a key. */
    public Optional<YamlValue> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** The value under a key; its absence is an error of the whole mapping. */
    public Optional<YamlValue> require(String key, String example) {
        YamlValue value = values.get(key);
        if (value == null) {
            self.error("the key " + key + " is missing", "add " + key + ": " + example);
        }
        return Optional.ofNullable(value);
    }

    /** Whether the key is there. */
    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** All entries in the order of the file. */
    public Map<String, YamlValue> entries() {
        return values;
    }

    /** The mapping as a value, for errors of the whole. */
    public YamlValue self() {
        return self;
    }
}
