// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import io.slostream.alerting.yaml.FileError;
import io.slostream.alerting.yaml.Problems;
import io.slostream.alerting.yaml.Problems.SourcePlace;
import io.slostream.alerting.yaml.YamlDocuments;
import io.slostream.alerting.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads SLO definitions from YAML, or from JSON as the subset of YAML that it is: one SLO a document, several
 * documents a file. Strict: an unknown or repeated key, a value of the wrong type and a threshold that can never be
 * reached are errors. All errors are found in one pass. No files are read here: text comes in.
 *
 * <p>Bounds: 3,000,000 characters a file, 50 levels, 50 aliases a document, 20 alerts an SLO, 10 tiers an alert, 100
 * values an {@code in}; at most 200 errors are listed a file.
 */
public final class DefinitionParser {
    private DefinitionParser() {}

    /**
     * What a text holds.
     *
     * @param definitions the definitions without error, in the order of the file
     * @param errors everything that is wrong, in line order; empty when the file is good
     */
    public record Result(List<SloDefinition> definitions, List<FileError> errors) {
        public Result {
            definitions = List.copyOf(definitions);
            errors = List.copyOf(errors);
        }
    }

    /** Reads one file's text; never throws for what stands in it. */
    public static Result parse(String fileName, String text) {
        ParsedFile file = parseFile(new DefinitionText(fileName, text));
        SetRules.check(List.of(file));
        return new Result(file.definitions(), file.problems().inOrder());
    }

    /** Without the rules that hold between definitions, which need all the files. */
    static ParsedFile parseFile(DefinitionText source) {
        Problems problems = new Problems(source.fileName());
        List<ParsedSlo> slos = new ArrayList<>();
        List<YamlValue> documents = YamlDocuments.read(source.text(), problems);
        for (YamlValue document : documents) {
            slos.add(SloReader.read(document));
        }
        if (documents.isEmpty() && problems.count() == 0) {
            problems.add(
                    SourcePlace.START,
                    "",
                    "the file holds no definition",
                    "write a document with kind: SLO, or remove it");
        }
        return new ParsedFile(problems, slos);
    }

    /** A file that was read, with the errors found so far. */
    record ParsedFile(Problems problems, List<ParsedSlo> slos) {
        List<SloDefinition> definitions() {
            return slos.stream().flatMap(slo -> slo.definition().stream()).toList();
        }
    }

    /**
     * One document. Name, owner and dashboard are there when they could be read, also where the rest is wrong, so that
     * the rules between definitions see them.
     */
    record ParsedSlo(
            Optional<SloDefinition> definition,
            Optional<Placed<String>> name,
            Optional<Placed<String>> owner,
            Optional<Dashboard> dashboard) {}

    /** A value that was read, with the place to blame for it. */
    record Placed<T>(T value, YamlValue source) {}
}
