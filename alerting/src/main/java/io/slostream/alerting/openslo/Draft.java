// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.openslo;

import io.slostream.alerting.yaml.FileError;
import io.slostream.alerting.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One definition as it is being written: its lines, and what each path in it comes from. */
final class Draft {
    private final StringBuilder text = new StringBuilder();
    private final List<YamlValue> lines = new ArrayList<>();
    private final Map<String, YamlValue> origins = new HashMap<>();
    private final Set<String> expected = new HashSet<>();

    /** From this object. */
    Draft(YamlValue source) {
        origins.put("", source);
    }

    /** Writes a line, which says what stands at this path. */
    void line(String line, String path, YamlValue origin) {
        text.append(line).append('\n');
        lines.add(origin);
        origins.put(path, origin);
    }

    /** Writes a line of the definition's own. */
    void line(String line) {
        line(line, "", origins.get(""));
    }

    /** Writes a line that ends in a value, all of whose parts have their origins. */
    void line(String start, Flow value, String path) {
        line(start + value.text(), path, value.origins().get(""));
        value.origins().forEach((below, origin) -> origins.put(path + below, origin));
    }

    /** A mapping that was begun with its key, and has nothing in it but errors, is empty and not null. */
    void closeMapping(int firstLine) {
        if (lineCount() == firstLine) {
            line("  {}");
        }
    }

    /** Says where a path comes from that stands on a line with others. */
    void origin(String path, YamlValue origin) {
        origins.put(path, origin);
    }

    /** Says that a key is not there because what would stand there is in error, which is reported already. */
    void omit(String path, String key) {
        expect(path, "the key " + key + " is missing");
    }

    /** Says that our loader will find this problem here, and that its cause is reported already. */
    void expect(String path, String problem) {
        expected.add(path + ": " + problem);
    }

    /** The definition, a YAML document. */
    String text() {
        return text.toString();
    }

    /** How many lines it has. */
    int lineCount() {
        return lines.size();
    }

    /** What a line comes from; lines count from 1. */
    YamlValue originOf(int line) {
        return lines.get(Math.min(Math.max(line, 1), lines.size()) - 1);
    }

    /** What a path comes from, or the nearest path above it that comes from something. */
    YamlValue originOf(String path) {
        String above = path;
        while (!origins.containsKey(above)) {
            above = above.substring(0, Math.max(0, Math.max(above.lastIndexOf('.'), above.lastIndexOf('['))));
        }
        return origins.get(above);
    }

    /** Whether an error follows from one that is reported already. */
    boolean isExpected(FileError error) {
        return expected.contains(error.path() + ": " + error.problem());
    }
}
