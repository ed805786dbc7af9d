// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A document as the JSON that it says, by the rules that definitions are read by: plain digits are numbers, {@code true}
 * and {@code false} truth values, all else is text.
 */
final class YamlJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private YamlJson() {}

    static JsonNode of(Node node) {
        return of(node, YamlDocuments.MAX_DEPTH);
    }

    /** An alias may stand inside of what it stands for, so depth is bounded. */
    private static JsonNode of(Node node, int depth) {
        if (depth == 0) {
            return NODES.nullNode();
        }
        if (node instanceof MappingNode mapping) {
            ObjectNode object = NODES.objectNode();
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key) {
                    object.set(key.getValue(), of(tuple.getValueNode(), depth - 1));
                }
            }
            return object;
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = NODES.arrayNode();
            sequence.getValue().forEach(entry -> array.add(of(entry, depth - 1)));
            return array;
        }
        return scalar((ScalarNode) node);
    }

    private static JsonNode scalar(ScalarNode node) {
        String text = node.getValue();
        if (!YamlValue.isPlain(node)) {
            return NODES.textNode(text);
        }
        if (text.equals("true") || text.equals("false")) {
            return NODES.booleanNode(text.equals("true"));
        }
        if (YamlValue.DECIMAL.matcher(text).matches()) {
            BigDecimal number = new BigDecimal(text);
            return number.scale() == 0 ? NODES.numberNode(number.toBigInteger()) : NODES.numberNode(number);
        }
        return YamlValue.isNull(node) ? NODES.nullNode() : NODES.textNode(text);
    }
}
