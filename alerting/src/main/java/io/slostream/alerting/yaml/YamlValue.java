// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import io.slostream.alerting.yaml.Problems.SourcePlace;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value of a YAML file with its place. Each reading method returns empty after it has reported why, so a
 * reader goes on and finds the other errors too.
 */
public final class YamlValue {
    /** Longest whole number that fits a long for certain. */
    private static final int MAX_WHOLE_DIGITS = 18;
    /** Digits of a decimal: enough for any objective, few enough for exact 64-bit fractions. */
    public static final int MAX_DECIMAL_DIGITS = 12;

    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]*)");
    static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?");
    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,62}");

    private final Node node;
    private final SourcePlace place;
    private final String path;
    private final Problems problems;

    private YamlValue(Node node, SourcePlace place, String path, Problems problems) {
        this.node = node;
        this.place = place;
        this.path = path;
        this.problems = problems;
    }

    static YamlValue of(Node node, String path, Problems problems) {
        return new YamlValue(node, SourcePlace.of(node.getStartMark()), path, problems);
    }

    /** Where it stands. */
    public SourcePlace place() {
        return place;
    }

    /** Its way from the top of the document, for example {@code spec.alerts[0].for}; empty for the document. */
    public String path() {
        return path;
    }

    /** The errors of its file. */
    public Problems problems() {
        return problems;
    }

    /** Reports an error of this value. */
    public void error(String problem, String advice) {
        problems.add(place, path, problem, advice);
    }

    /** This node read as a mapping whose keys must be among those given. */
    public Optional<YamlMap> map(Collection<String> allowedKeys) {
        Optional<YamlMap> map = map();
        map.ifPresent(m -> m.entries().keySet().removeIf(key -> {
            if (!allowedKeys.contains(key)) {
                m.entries().get(key).unknownKey(key, allowedKeys);
            }
            return !allowedKeys.contains(key);
        }));
        return map;
    }

    /** This node read as a mapping with any keys; a key that stands twice is an error. */
    public Optional<YamlMap> map() {
        if (!(node instanceof MappingNode mapping)) {
            error("expected a mapping, found " + kindOfNode(), "write key: value pairs");
            return Optional.empty();
        }
        if (hasTag(Tag.MAP)) {
            return Optional.empty();
        }
        Map<String, YamlValue> values = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
                problems.add(tuple.getKeyNode().getStartMark(), path, "a key must be a word", "write key: value pairs");
                continue;
            }
            String key = keyNode.getValue();
            String written = PLAIN_KEY.matcher(key).matches() ? key : Quoted.of(key);
            String keyPath = path.isEmpty() ? written : path + "." + written;
            // Errors of a value point at its key: that is where a reader looks, also when the value is a block below.
            SourcePlace keyPlace = SourcePlace.of(keyNode.getStartMark());
            if (values.containsKey(key)) {
                problems.add(
                        keyPlace,
                        keyPath,
                        "the key stands twice here, first on line "
                                + values.get(key).place().line(),
                        "keep one");
            } else {
                values.put(key, new YamlValue(tuple.getValueNode(), keyPlace, keyPath, problems));
            }
        }
        return Optional.of(new YamlMap(this, values));
    }

    private void unknownKey(String key, Collection<String> allowed) {
        if (key.equals("<<")) {
            error("merge keys are not read", "write the keys out");
        } else {
            error("unknown key", Suggestions.advice(key, "known keys here", allowed));
        }
    }

    /** This node read as a list of at most {@code most} entries. */
    public Optional<List<YamlValue>> list(int most) {
        if (!(node instanceof SequenceNode sequence)) {
            error("expected a list, found " + kindOfNode(), "write [ … ] or lines that begin with -");
            return Optional.empty();
        }
        if (hasTag(Tag.SEQ)) {
            return Optional.empty();
        }
        int size = sequence.getValue().size();
        if (size > most) {
            error(size + " entries are too many", "write at most " + most);
            return Optional.empty();
        }
        List<YamlValue> values = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            values.add(of(sequence.getValue().get(i), path + "[" + i + "]", problems));
        }
        return Optional.of(values);
    }

    /** A string, without control characters. */
    public Optional<String> text() {
        if (!(node instanceof ScalarNode scalar)) {
            error("expected text, found " + kindOfNode(), "write one word or a quoted sentence");
            return Optional.empty();
        }
        if (!isText()) {
            error("expected text, found " + kindOfNode(), "put it in quotes if you mean the text");
            return Optional.empty();
        }
        String value = scalar.getValue();
        if (value.codePoints().anyMatch(Quoted::isUnsafe)) {
            error(Quoted.of(value) + " holds control characters", "remove them");
            return Optional.empty();
        }
        return Optional.of(value);
    }

    /** One of the words given. */
    public Optional<String> oneOf(Collection<String> words) {
        Optional<String> text = text();
        if (text.isPresent() && !words.contains(text.get())) {
            error(Quoted.of(text.get()) + " is not known here", Suggestions.advice(text.get(), "known", words));
            return Optional.empty();
        }
        return text;
    }

    /** A decimal number as it is written, at most 12 digits on either side of the point. */
    public Optional<BigDecimal> decimal(String example) {
        String literal = literal("a decimal number such as " + example, DECIMAL);
        if (literal == null) {
            return Optional.empty();
        }
        BigDecimal value = literal.length() > 2 * MAX_DECIMAL_DIGITS + 2 ? null : new BigDecimal(literal);
        if (value == null || value.scale() > MAX_DECIMAL_DIGITS || value.precision() > MAX_DECIMAL_DIGITS) {
            error(Quoted.of(literal) + " has too many digits", "write at most " + MAX_DECIMAL_DIGITS);
            return Optional.empty();
        }
        return Optional.of(value);
    }

    /** A whole number. */
    public OptionalLong whole() {
        String literal = literal("a whole number", WHOLE);
        if (literal == null) {
            return OptionalLong.empty();
        }
        if (literal.length() > MAX_WHOLE_DIGITS) {
            error(Quoted.of(literal) + " has too many digits", "write at most " + MAX_WHOLE_DIGITS);
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(literal));
    }

    /**
     * A scalar, quoted or not, in a form of its own.
     *
     * @param form name of the form with its article, for messages
     * @param example what to write instead of a mapping or a list
     * @param parser throws an IllegalArgumentException with the text {@code problem; advice} for what is not of the form
     */
    public <T> Optional<T> parsed(String form, String example, Function<String, T> parser) {
        if (!(node instanceof ScalarNode scalar)) {
            error("expected " + form + ", found " + kindOfNode(), "write for example " + example);
            return Optional.empty();
        }
        try {
            return Optional.of(parser.apply(scalar.getValue()));
        } catch (IllegalArgumentException e) {
            String[] problemAndAdvice = String.valueOf(e.getMessage()).split("; ", 2);
            error(
                    Quoted.of(scalar.getValue()) + " " + problemAndAdvice[0],
                    problemAndAdvice.length == 2 ? problemAndAdvice[1] : "write for example " + example);
            return Optional.empty();
        }
    }

    /** {@code true} or {@code false}; the other spellings of YAML 1.1 are refused as ambiguous. */
    public Optional<Boolean> flag() {
        if (isPlain() && scalarValue().equals("true")) {
            return Optional.of(true);
        }
        if (isPlain() && scalarValue().equals("false")) {
            return Optional.of(false);
        }
        error("expected true or false, found " + kindOfNode(), "write true or false");
        return Optional.empty();
    }

    /** Whether this is a scalar of any sort, null included. */
    public boolean isScalar() {
        return node instanceof ScalarNode;
    }

    /** Whether nothing stands here: {@code null}, {@code ~} or no text at all. */
    public boolean isNull() {
        return isNull(node);
    }

    static boolean isNull(Node node) {
        return Tag.NULL.equals(node.getTag());
    }

    /** Whether this is a mapping. */
    public boolean isMapping() {
        return node instanceof MappingNode;
    }

    /** Whether this is a scalar that YAML takes for text: quoted, or neither number, boolean, date nor null. */
    public boolean isText() {
        return node instanceof ScalarNode && Tag.STR.equals(node.getTag());
    }

    /** Text of a scalar as written, empty for other nodes. */
    public String scalarValue() {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    private boolean hasTag(Tag usual) {
        if (!usual.equals(node.getTag())) {
            error("the tag " + Quoted.of(node.getTag().getValue()) + " is not read", "remove the tag");
            return true;
        }
        return false;
    }

    /** Whether this is a number, a truth value or another scalar that YAML does not take for text, without quotes. */
    public boolean isPlain() {
        return isPlain(node);
    }

    static boolean isPlain(Node node) {
        return node instanceof ScalarNode scalar
                && scalar.getScalarStyle() == ScalarStyle.PLAIN
                && !Tag.STR.equals(node.getTag());
    }

    private String literal(String expected, Pattern form) {
        if (isPlain() && form.matcher(scalarValue()).matches()) {
            return scalarValue();
        }
        error(
                "expected " + expected + ", found " + kindOfNode(),
                "write plain digits without quotes, exponent or unit");
        return null;
    }

    /** The value under a key, or an entry of a list by its position; empty when there is none, which is no error here. */
    public Optional<YamlValue> child(Object step) {
        if (node instanceof SequenceNode list
                && step instanceof Integer index
                && index < list.getValue().size()) {
            return Optional.of(of(list.getValue().get(index), path + "[" + index + "]", problems));
        }
        return node instanceof MappingNode
                ? new YamlValue(node, place, path, new Problems("")).map().flatMap(map -> map.get(step.toString()))
                : Optional.empty();
    }

    /** The JSON that this says. */
    public JsonNode toJson() {
        return YamlJson.of(node);
    }

    /** What stands here, for a message. */
    public String kindOfNode() {
        if (node instanceof MappingNode) {
            return "a mapping";
        }
        if (node instanceof SequenceNode) {
            return "a list";
        }
        if (isNull()) {
            return "nothing";
        }
        String quoted = Quoted.of(scalarValue());
        if (Tag.STR.equals(node.getTag())) {
            return "the text " + quoted;
        }
        if (Tag.BOOL.equals(node.getTag())) {
            return "the truth value " + quoted;
        }
        return Tag.INT.equals(node.getTag()) || Tag.FLOAT.equals(node.getTag())
                ? "the number " + quoted
                : quoted + " (" + Quoted.plain(node.getTag().getValue()) + ")";
    }
}
