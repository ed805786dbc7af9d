// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.openslo;

import io.slostream.alerting.yaml.Quoted;
import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * A value written anew as YAML on one line, with the place of each part: what our loader says of the part can be said
 * of the place.
 *
 * @param text the value as flow YAML
 * @param origins by path below the value ({@code ""}, {@code .status_code}, {@code .status_code.in[0]}) where it stands
 */
record Flow(String text, Map<String, YamlValue> origins) {
    /** Matchers need four; what goes deeper is no value of ours, and a node may hold itself. */
    private static final int MAX_DEPTH = 6;
    /** Values in one block: few aliases may multiply a file. */
    private static final int MAX_VALUES = 2_000;

    private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,62}");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,40}(\\.[0-9]{1,40})?");
    private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9._/-]*");
    /** Words that YAML 1.1 takes for truth values or for nothing. */
    private static final Set<String> TAKEN = Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null");

    /** A text of ours for a value at this place. */
    static Flow of(String text, YamlValue origin) {
        return new Flow(text, Map.of("", origin));
    }

    /** This value; empty when it has a part that our YAML does not have, which is reported. */
    static Optional<Flow> read(YamlValue value) {
        int before = value.problems().count();
        Copy copy = new Copy(value);
        String text = copy.of(value, "", 0);
        return value.problems().count() == before ? Optional.of(new Flow(text, copy.origins)) : Optional.empty();
    }

    /** Text as a YAML scalar, in quotes where it needs them; it holds no control characters. */
    static String quoted(String text) {
        if (WORD.matcher(text).matches() && !TAKEN.contains(text.toLowerCase(Locale.ROOT))) {
            return text;
        }
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static final class Copy {
        private final YamlValue root;
        private final Map<String, YamlValue> origins = new LinkedHashMap<>();
        private boolean tooMuch;

        Copy(YamlValue root) {
            this.root = root;
        }

        String of(YamlValue value, String path, int depth) {
            origins.put(path, value);
            if (depth > MAX_DEPTH || origins.size() > MAX_VALUES) {
                if (!tooMuch) {
                    root.error(
                            "this is nested too deep or too long",
                            "write at most " + MAX_DEPTH + " levels and " + MAX_VALUES + " values");
                    tooMuch = true;
                }
                return "";
            }
            if (value.isMapping()) {
                return value.map().map(map -> map(map, path, depth)).orElse("");
            }
            return value.isScalar() ? scalar(value) : list(value, path, depth);
        }

        private String map(YamlMap map, String path, int depth) {
            StringJoiner entries = new StringJoiner(", ", "{ ", " }").setEmptyValue("{}");
            for (Map.Entry<String, YamlValue> entry : map.entries().entrySet()) {
                if (tooMuch) {
                    break;
                }
                String key = entry.getKey();
                if (KEY.matcher(key).matches() && !TAKEN.contains(key.toLowerCase(Locale.ROOT))) {
                    entries.add(key + ": " + of(entry.getValue(), path + "." + key, depth + 1));
                } else {
                    entry.getValue().error(Quoted.of(key) + " is no word of ours", "write the name of a field");
                }
            }
            return entries.toString();
        }

        private String list(YamlValue value, String path, int depth) {
            StringJoiner entries = new StringJoiner(", ", "[", "]");
            List<YamlValue> values = value.list(MAX_VALUES).orElse(List.of());
            for (int i = 0; i < values.size() && !tooMuch; i++) {
                entries.add(of(values.get(i), path + "[" + i + "]", depth + 1));
            }
            return entries.toString();
        }

        private static String scalar(YamlValue value) {
            if (value.isText()) {
                return value.text().map(Flow::quoted).orElse("");
            }
            String literal = value.scalarValue();
            if (value.isPlain()
                    && (literal.equals("true")
                            || literal.equals("false")
                            || NUMBER.matcher(literal).matches())) {
                return literal;
            }
            value.error(
                    "expected text, a number, true or false, found " + value.kindOfNode(),
                    "write plain digits or true or false, or put it in quotes if you mean the text");
            return "";
        }
    }
}
