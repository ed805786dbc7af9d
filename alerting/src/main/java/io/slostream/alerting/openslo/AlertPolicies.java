// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.openslo;

import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the alert policies of an SLO: those of the file, or in place. */
final class AlertPolicies {
    private static final int MANY = 1_000;

    private final References<Policy> policies;
    private final PolicyReader reader;

    /** With the policies of the file. */
    AlertPolicies(References<Policy> policies, PolicyReader reader) {
        this.policies = policies;
        this.reader = reader;
    }

    /** The policies that the spec of an SLO names, each with the place where it does. */
    List<Placed<Optional<Policy>>> of(YamlMap map) {
        List<Placed<Optional<Policy>>> found = new ArrayList<>();
        // A key with nothing after it is what the specification's examples have where there are no policies.
        for (YamlValue entry : map.get("alertPolicies")
                .filter(v -> !v.isNull())
                .flatMap(v -> v.list(MANY))
                .orElse(List.of())) {
            found.add(new Placed<>(policy(entry), entry));
        }
        return found;
    }

    /** By reference, in place, or by bare name, as the JSON schema of the specification has it. */
    private Optional<Policy> policy(YamlValue entry) {
        if (entry.isText()) {
            return policies.find(entry);
        }
        Optional<YamlMap> map = entry.map(List.of("alertPolicyRef", "kind", "metadata", "spec"));
        if (map.isEmpty()) {
            return Optional.empty();
        }
        if (map.get().has("alertPolicyRef")) {
            return PolicyReader.isAlone(map.get())
                    ? map.get().get("alertPolicyRef").flatMap(policies::find)
                    : Optional.empty();
        }
        PolicyReader.checkKind(map.get(), "AlertPolicy");
        map.get().get("metadata").ifPresent(OpenSloObject::metadata);
        return map.get()
                .require("spec", "{ alertWhenBreaching: true, conditions: [ … ] }")
                .flatMap(reader::read);
    }
}
