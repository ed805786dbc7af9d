// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.jsonschema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.slostream.alerting.definition.DefinitionFixtures;
import io.slostream.alerting.definition.DefinitionParser;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.alerting.yaml.FileError;
import io.slostream.alerting.yaml.Problems;
import io.slostream.alerting.yaml.YamlDocuments;
import io.slostream.alerting.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published schema and the parser are two writings of one format. */
class SloSchemaTest {
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 8_000);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SloSchemaCheck check = new SloSchemaCheck();

    static Stream<Path> good() {
        return Stream.concat(
                DefinitionFixtures.files(DefinitionFixtures.FOLDER, ".good.yaml").stream(),
                DefinitionFixtures.files(DefinitionFixtures.SLOS, ".yaml").stream());
    }

    @ParameterizedTest
    @MethodSource("good")
    void shouldAdmitWhatTheParserReads(Path file) {
        assertThat(check.check(DefinitionFixtures.read(file))).isEmpty();
    }

    @Test
    void shouldBeAValidSchemaOfItsDialect() {
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"))
                        .validate(SloSchema.json()))
                .isEmpty();
    }

    @Test
    void shouldSayWhereAndWhat() {
        String text = DefinitionFixtures.read(DefinitionFixtures.files(DefinitionFixtures.SLOS, "ttft.yaml")
                        .get(0))
                .text()
                .replace("owner: serving-oncall", "ownr: serving-oncall");

        assertThat(check.check(new DefinitionText("ttft.yaml", text)))
                .extracting(FileError::path)
                .containsExactly("metadata", "metadata");
    }

    @Test
    void shouldRefuseGatesOnADeadline() {
        String text = """
                apiVersion: slostream/v1
                kind: SLO
                metadata: { name: fresh, owner: me }
                spec:
                  dashboard: infra
                  category: slo
                  indicator: { freshness: { of: canary, good: { passed: true }, within: 1d } }
                  alerts: [ { name: A, when: { stale: true }, minimumBadEvents: 2 } ]
                """;

        assertThat(check.check(new DefinitionText("slo.yaml", text)))
                .extracting(FileError::path)
                .containsExactly("spec.alerts[0].minimumBadEvents");
    }

    /**
     * Whatever the parser reads, the schema admits; what the parser refuses for its structure, the schema refuses. What
     * follows from arithmetic or from another file only the parser knows.
     */
    @Test
    void shouldAgreeWithTheParserOnMutatedDefinitions() throws IOException {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        System.out.println("SloSchemaTest seed " + seed);
        Random random = new Random(seed);
        List<JsonNode> corpus = corpus();
        int read = 0;
        int structural = 0;

        for (int round = 0; round < ROUNDS; round++) {
            JsonNode document = corpus.get(random.nextInt(corpus.size())).deepCopy();
            mutate(document, corpus, random);
            DefinitionText text = new DefinitionText("mutant.json", JSON.writeValueAsString(document));
            List<FileError> refused =
                    DefinitionParser.parse(text.fileName(), text.text()).errors();
            List<FileError> bySchema = check.check(text);
            if (refused.isEmpty()) {
                read++;
                assertThat(bySchema).as("%s, seed %d", document, seed).isEmpty();
            } else if (refused.stream().anyMatch(SloSchemaTest::isStructural)) {
                structural++;
                assertThat(bySchema)
                        .as("%s is refused for %s, seed %d", document, refused, seed)
                        .isNotEmpty();
            }
        }

        assertThat(read).as("mutants that are definitions").isGreaterThan(ROUNDS / 50);
        assertThat(structural).as("mutants of another structure").isGreaterThan(ROUNDS / 2);
    }

    private static boolean isStructural(FileError error) {
        // Of a bound the schema does not know whether its field counts in whole numbers.
        if (error.problem().startsWith("expected a whole number, found the number")) {
            return false;
        }
        return error.problem().equals("unknown key")
                || error.problem().matches("the key \\w+ is missing")
                || error.problem().startsWith("expected ")
                || error.problem().endsWith("is not known here")
                || error.problem().endsWith("no number of events to wait for")
                || error.problem().endsWith("has no such field");
    }

    private static List<JsonNode> corpus() {
        List<JsonNode> corpus = new ArrayList<>();
        good().map(DefinitionFixtures::read)
                .flatMap(text -> YamlDocuments.read(text.text(), new Problems(text.fileName())).stream())
                .map(YamlValue::toJson)
                .forEach(corpus::add);
        return corpus;
    }

    private static void mutate(JsonNode document, List<JsonNode> corpus, Random random) {
        List<JsonNode> containers = containers(document);
        JsonNode container = containers.get(random.nextInt(containers.size()));
        List<JsonNode> others = containers(corpus.get(random.nextInt(corpus.size())));
        JsonNode other = others.get(random.nextInt(others.size()));
        JsonNode value = switch (random.nextInt(6)) {
            case 0 -> JSON.getNodeFactory().textNode("nonsense");
            case 1 -> JSON.getNodeFactory().numberNode(random.nextInt(100) - 3);
            case 2 -> JSON.getNodeFactory().booleanNode(true);
            case 3 -> JSON.getNodeFactory().arrayNode();
            case 4 -> JSON.getNodeFactory().nullNode();
            default -> other.deepCopy();
        };
        if (container instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.isEmpty() ? "nonsense" : names.get(random.nextInt(names.size()));
            switch (random.nextInt(4)) {
                case 0 -> object.remove(name);
                case 1 -> object.set("nonsense", value);
                case 2 -> {
                    if (other instanceof ObjectNode donor && !donor.isEmpty()) {
                        String taken = donor.fieldNames().next();
                        object.set(taken, donor.get(taken).deepCopy());
                    }
                }
                default -> object.set(name, value);
            }
        } else if (container instanceof ArrayNode array) {
            array.add(value);
        }
    }

    private static List<JsonNode> containers(JsonNode node) {
        List<JsonNode> containers = new ArrayList<>();
        if (node.isContainerNode()) {
            containers.add(node);
            for (Iterator<JsonNode> children = node.elements(); children.hasNext(); ) {
                containers.addAll(containers(children.next()));
            }
        }
        return containers;
    }
}
