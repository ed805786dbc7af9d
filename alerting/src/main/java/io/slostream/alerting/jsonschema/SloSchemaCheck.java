// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.alerting.yaml.FileError;
import io.slostream.alerting.yaml.Problems;
import io.slostream.alerting.yaml.YamlDocuments;
import io.slostream.alerting.yaml.YamlValue;
import java.util.List;
import java.util.Optional;

/** Holds definitions against the published {@link SloSchema}, as an editor does. */
public final class SloSchemaCheck {
    private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SloSchema.json());

    /**
     * What the schema refuses in a file, in line order, at the places of the values; empty also where the text is no
     * YAML, which the loader says.
     */
    public List<FileError> check(DefinitionText text) {
        Problems unread = new Problems(text.fileName());
        List<YamlValue> documents = YamlDocuments.read(text.text(), unread);
        Problems problems = new Problems(text.fileName());
        for (YamlValue document : documents) {
            for (Error error : schema.validate(document.toJson())) {
                YamlValue place = at(document, error);
                problems.add(
                        place.place(),
                        place.path(),
                        "the published JSON Schema refuses this: " + error.getMessage(),
                        "see slostream generate jsonschema");
            }
        }
        return problems.inOrder();
    }

    private static YamlValue at(YamlValue document, Error error) {
        YamlValue value = document;
        for (int i = 0; i < error.getInstanceLocation().getNameCount(); i++) {
            Optional<YamlValue> next = value.child(error.getInstanceLocation().getElement(i));
            if (next.isEmpty()) {
                break;
            }
            value = next.get();
        }
        return value;
    }

    /** Whether the schema admits a document. */
    boolean admits(JsonNode document) {
        return schema.validate(document).isEmpty();
    }
}
