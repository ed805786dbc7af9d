// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** docker-compose.yml, Dockerfile and the files that they name; texts can be edited, to show what is refused. */
final class Stack {
    static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    static final String COMPOSE = "docker-compose.yml";
    static final String DOCKERFILE = "Dockerfile";
    static final String ENGINE = "compose/engine.yaml";
    static final String NOTIFY = "compose/notify.yaml";
    static final String PROMETHEUS = "compose/prometheus.yml";
    static final String ALERTMANAGER = "compose/alertmanager.yml";
    static final String DATASOURCE = "compose/grafana/datasources/prometheus.yml";
    static final String PROVIDER = "compose/grafana/dashboards/slostream.yml";
    static final String GUIDE = "compose/README.md";

    private final Map<String, String> edited;
    /** Each file is read once; nothing changes afterwards. */
    private final Map<String, Map<String, Object>> parsed = new HashMap<>();

    private Stack(Map<String, String> edited) {
        this.edited = Map.copyOf(edited);
    }

    static Stack shipped() {
        return new Stack(Map.of());
    }

    /** The same with every occurrence of a text in a file replaced; there must be one. */
    Stack with(String file, String text, String replacement) {
        String before = text(file);
        assertThat(before).as("what %s is edited at", file).contains(text);
        Map<String, String> more = new HashMap<>(edited);
        more.put(file, before.replace(text, replacement));
        return new Stack(more);
    }

    /** The text of a file, by its path from the root of the repository. */
    String text(String file) {
        try {
            return edited.containsKey(file) ? edited.get(file) : Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The services by name. */
    Map<String, Service> services() {
        Map<String, Service> services = new TreeMap<>();
        map(yaml(COMPOSE).get("services")).forEach((name, keys) -> services.put(name, new Service(name, map(keys))));
        return services;
    }

    /** Names of the volumes that are declared. */
    Set<String> volumes() {
        return map(yaml(COMPOSE).get("volumes")).keySet();
    }

    /** A value of a YAML file by the names of its keys; empty text where there is none. */
    String value(String file, String... path) {
        Object value = yaml(file);
        for (String key : path) {
            value = map(value).get(key);
        }
        return value == null ? "" : String.valueOf(value);
    }

    private Map<String, Object> yaml(String file) {
        return parsed.computeIfAbsent(
                file, name -> map(new Yaml(new SafeConstructor(new LoaderOptions())).load(text(name))));
    }

    private static Map<String, Object> map(Object value) {
        Map<String, Object> map = new TreeMap<>();
        if (value instanceof Map<?, ?> entries) {
            entries.forEach((key, entry) -> map.put(String.valueOf(key), entry));
        }
        return map;
    }
}
