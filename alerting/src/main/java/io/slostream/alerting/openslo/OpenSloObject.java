// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.openslo;

import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What every object of OpenSLO has.
 *
 * @param kind one of the seven
 * @param metadata name, labels and the like; empty when in error
 * @param spec what the kind says; empty when it is missing
 * @param self the object, for errors of the whole
 */
record OpenSloObject(String kind, Optional<YamlMap> metadata, Optional<YamlValue> spec, YamlValue self) {
    private static final String VERSION = "openslo/v1";
    private static final List<String> KINDS =
            List.of("SLO", "SLI", "AlertPolicy", "AlertCondition", "AlertNotificationTarget", "DataSource", "Service");
    /** Their names are read, and judged, when they become ours. */
    private static final List<String> BECOMES_OURS = List.of("SLO", "AlertCondition");

    /** An object with its header; empty when its version or kind is not read, so that nothing in it can be judged. */
    static Optional<OpenSloObject> read(YamlValue value) {
        Optional<YamlMap> root = value.map(List.of("apiVersion", "kind", "metadata", "spec"));
        if (root.isEmpty()) {
            return Optional.empty();
        }
        Optional<YamlValue> version = root.get().require("apiVersion", VERSION);
        if (version.isPresent() && version.get().scalarValue().startsWith("slostream/")) {
            version.get()
                    .error(
                            "this is a definition of ours already",
                            "check it without --from-openslo, or take it out of this file");
            return Optional.empty();
        }
        boolean isRead = version.flatMap(v -> v.oneOf(List.of(VERSION))).isPresent();
        Optional<String> kind = root.get().require("kind", "SLO").flatMap(v -> v.oneOf(KINDS));
        if (!isRead || kind.isEmpty()) {
            return Optional.empty();
        }
        Optional<YamlMap> metadata =
                root.get().require("metadata", "{ name: … }").flatMap(OpenSloObject::metadata);
        metadata.flatMap(m -> m.require("name", "my-" + kind.get().toLowerCase(Locale.ROOT)))
                .filter(name -> !BECOMES_OURS.contains(kind.get()))
                .ifPresent(YamlValue::text);
        return Optional.of(new OpenSloObject(kind.get(), metadata, root.get().require("spec", "{ … }"), value));
    }

    /** The four keys that metadata may have; which of them are needed is the reader's to say. */
    static Optional<YamlMap> metadata(YamlValue value) {
        return value.map(List.of("name", "displayName", "labels", "annotations"));
    }

    /** The name under which others refer to it. */
    Optional<YamlValue> name() {
        return metadata.flatMap(m -> m.get("name")).filter(YamlValue::isText);
    }
}
