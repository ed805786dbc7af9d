// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.openslo;

import io.slostream.alerting.yaml.Quoted;
import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads an alert policy: which condition it has, when it alerts, whom it tells. */
final class PolicyReader {
    private static final int MANY = 1_000;

    private final References<Condition> conditions;
    private final Notes notes;

    /** With the conditions of the file. */
    PolicyReader(References<Condition> conditions, Notes notes) {
        this.conditions = conditions;
        this.notes = notes;
    }

    /** The policy; empty when it is in error or has no form here, which is reported. */
    Optional<Policy> read(YamlValue spec) {
        return spec.map(List.of(
                        "description",
                        "alertWhenNoData",
                        "alertWhenResolved",
                        "alertWhenBreaching",
                        "conditions",
                        "notificationTargets"))
                .flatMap(this::policy);
    }

    private Optional<Policy> policy(YamlMap map) {
        // Asked first, so that every error is found whatever the flags say.
        Optional<Condition> condition = map.require("conditions", "[{ conditionRef: … }]")
                .flatMap(v -> v.list(MANY).flatMap(list -> onlyOne(v, list)));
        List<String> targets =
                map.get("notificationTargets").map(PolicyReader::targets).orElse(List.of());
        Optional<Boolean> breaching = map.require("alertWhenBreaching", "true").flatMap(YamlValue::flag);
        boolean noData = map.get("alertWhenNoData").flatMap(YamlValue::flag).orElse(false);
        Optional<YamlValue> resolved = map.get("alertWhenResolved");
        if (resolved.flatMap(YamlValue::flag).equals(Optional.of(false))) {
            notes.add(
                    resolved.get(),
                    "the end of an alert is always told",
                    "drop the state resolved where alerts are received");
        }
        if (breaching.isEmpty()) {
            return Optional.empty();
        }
        if (breaching.get()) {
            return condition.map(
                    c -> new Policy(Optional.of(c), noData ? map.get("alertWhenNoData") : Optional.empty(), targets));
        }
        YamlValue place = map.get("alertWhenBreaching").orElseThrow();
        if (noData) {
            place.error(
                    "an alert on silence alone has no form here",
                    "write alertWhenBreaching: true, or remove the policy");
            return Optional.empty();
        }
        notes.add(place, "this policy becomes no alert", "remove it, or write alertWhenBreaching: true");
        return Optional.of(new Policy(Optional.empty(), Optional.empty(), targets));
    }

    private Optional<Condition> onlyOne(YamlValue value, List<YamlValue> list) {
        if (list.size() != 1) {
            value.error(
                    "a policy has one condition in OpenSLO v1, found " + list.size(),
                    "write a policy for each condition");
        }
        List<Condition> found =
                list.stream().flatMap(v -> condition(v).stream()).toList();
        return list.size() == 1 && found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private Optional<Condition> condition(YamlValue value) {
        Optional<YamlMap> map = value.map(List.of("conditionRef", "kind", "metadata", "spec"));
        if (map.isEmpty()) {
            return Optional.empty();
        }
        if (map.get().has("conditionRef")) {
            return isAlone(map.get()) ? map.get().get("conditionRef").flatMap(conditions::find) : Optional.empty();
        }
        checkKind(map.get(), "AlertCondition");
        Optional<YamlMap> metadata =
                map.get().require("metadata", "{ name: my-alert }").flatMap(OpenSloObject::metadata);
        metadata.ifPresent(m -> m.require("name", "my-alert"));
        return ConditionReader.read(
                metadata, map.get().require("spec", "{ severity: page, condition: { kind: burnrate, … } }"));
    }

    private static List<String> targets(YamlValue value) {
        List<String> names = new ArrayList<>();
        for (YamlValue entry : value.list(MANY).orElse(List.of())) {
            Optional<YamlMap> map = entry.map(List.of("targetRef", "kind", "metadata", "spec"));
            if (map.isEmpty()) {
                continue;
            }
            if (map.get().has("targetRef")) {
                if (isAlone(map.get())) {
                    map.get()
                            .get("targetRef")
                            .flatMap(YamlValue::text)
                            .map(Quoted::plain)
                            .ifPresent(names::add);
                }
                continue;
            }
            checkKind(map.get(), "AlertNotificationTarget");
            Optional<YamlMap> metadata = map.get().get("metadata").flatMap(OpenSloObject::metadata);
            map.get().require("spec", "{ target: … }").ifPresent(v -> v.map(List.of("description", "target")));
            names.add(metadata.flatMap(m -> m.get("name"))
                    .map(v -> Quoted.plain(v.scalarValue()))
                    .orElse("without a name"));
        }
        return names;
    }

    /** An object that stands where it is used says what it is. */
    static void checkKind(YamlMap map, String kind) {
        map.require("kind", kind).ifPresent(v -> v.oneOf(List.of(kind)));
    }

    /** Whether a reference has nothing beside it. */
    static boolean isAlone(YamlMap map) {
        if (map.entries().size() > 1) {
            map.self()
                    .error(
                            "an object is referred to, or it stands here",
                            "write either the reference, or kind, metadata and spec");
            return false;
        }
        return true;
    }
}
