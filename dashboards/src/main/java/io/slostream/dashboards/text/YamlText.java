// SPDX-License-Identifier: Apache-2.0
package io.slostream.dashboards.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.Map;

/**
 * YAML that every reader takes alike: each text is quoted, so none of it can become a number, a flag, a key or an alias,
 * whatever YAML version the reader speaks. Keys stand in the order in which they were put.
 */
public final class YamlText {
    private static final YAMLMapper MAPPER = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
            .build();

    private YamlText() {}

    /**
     * A document.
     *
     * @param comment lines that stand above it
     * @param document maps, lists, texts, numbers and flags
     */
    public static String of(String comment, Map<String, ?> document) {
        StringBuilder text = new StringBuilder();
        comment.lines().forEach(line -> text.append(("# " + line).strip()).append('\n'));
        try {
            return text.append(MAPPER.writeValueAsString(document)).toString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps, lists and texts can be written", e);
        }
    }
}
