// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.compose;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A service of docker-compose.yml.
 *
 * @param keys what stands below its name, merges resolved
 */
record Service(String name, Map<String, Object> keys) {
    /** Whether its image is built here; all that are share one. */
    boolean isOurs() {
        return keys.containsKey("build");
    }

    /** Whether it does its work and ends, instead of running on. */
    boolean isOneShot() {
        return text("restart").equals("no");
    }

    /** A scalar as text; empty where the key is absent. */
    String text(String key) {
        return String.valueOf(keys.getOrDefault(key, ""));
    }

    /** The words of a list; none where the key is absent. */
    List<String> words(String key) {
        return keys.get(key) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** A mapping with its values as text; empty where the key is absent. */
    Map<String, String> map(String key) {
        Map<String, String> map = new TreeMap<>();
        if (keys.get(key) instanceof Map<?, ?> values) {
            values.forEach((name, value) -> map.put(String.valueOf(name), String.valueOf(value)));
        }
        return map;
    }

    /** The words of its health check, CMD first; none where it has no check. */
    List<String> healthTest() {
        return keys.get("healthcheck") instanceof Map<?, ?> check
                        && !check.containsKey("disable")
                        && check.get("test") instanceof List<?> test
                ? test.stream().map(String::valueOf).toList()
                : List.of();
    }

    List<Mount> mounts() {
        return words("volumes").stream().map(Mount::parse).toList();
    }

    /** The mount that a path inside the container lies in. */
    Optional<Mount> mountOf(String path) {
        return mounts().stream().filter(mount -> mount.holds(path)).findFirst();
    }

    /** The services that it waits for, each with the condition. */
    Map<String, String> dependsOn() {
        Map<String, String> conditions = new TreeMap<>();
        if (keys.get("depends_on") instanceof Map<?, ?> others) {
            others.forEach((other, how) -> conditions.put(
                    String.valueOf(other),
                    how instanceof Map<?, ?> map ? String.valueOf(map.get("condition")) : String.valueOf(how)));
        } else {
            words("depends_on").forEach(other -> conditions.put(other, "none"));
        }
        return conditions;
    }

    /** For example {@code ./slos:/slostream/slos:ro}. */
    record Mount(String source, String target, boolean isReadOnly) {
        static Mount parse(String text) {
            String[] parts = text.split(":", -1);
            if (parts.length < 2) {
                throw new IllegalArgumentException("volume " + text + ": write SOURCE:TARGET or SOURCE:TARGET:ro");
            }
            return new Mount(parts[0], parts[1], parts.length > 2 && parts[2].equals("ro"));
        }

        boolean isNamed() {
            return !source.startsWith(".") && !source.startsWith("/");
        }

        boolean holds(String path) {
            return path.equals(target) || path.startsWith(target + "/");
        }
    }
}
