// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.openslo;

import io.slostream.alerting.yaml.YamlMap;
import java.util.List;
import java.util.Optional;

/** Finds the indicator of an SLO: an SLI of the file, or one in place. */
final class Indicators {
    private final References<Sli> slis;
    private final SliReader reader;

    /** With the SLIs of the file. */
    Indicators(References<Sli> slis, SliReader reader) {
        this.slis = slis;
        this.reader = reader;
    }

    /** The indicator that the spec of an SLO names; empty when there is none or it is in error. */
    Optional<Sli> of(YamlMap map) {
        if (map.has("indicator") && map.has("indicatorRef")) {
            map.get("indicatorRef").orElseThrow().error("an SLO has one indicator", "remove indicator or indicatorRef");
            return Optional.empty();
        }
        if (map.has("indicatorRef")) {
            return map.get("indicatorRef").flatMap(slis::find);
        }
        Optional<YamlMap> inline = map.require("indicator", "{ metadata: { name: … }, spec: { ratioMetric: … } }")
                .flatMap(v -> v.map(List.of("metadata", "spec")));
        inline.flatMap(m -> m.get("metadata")).ifPresent(OpenSloObject::metadata);
        return inline.flatMap(m -> m.require("spec", "{ ratioMetric: … }")).flatMap(reader::read);
    }
}
