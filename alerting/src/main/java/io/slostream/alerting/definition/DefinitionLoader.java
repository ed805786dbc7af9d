// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import io.slostream.alerting.definition.DefinitionParser.ParsedFile;
import io.slostream.alerting.yaml.FileError;
import java.util.List;

/** Reads the definitions that are judged together from the texts of all their files. */
public final class DefinitionLoader {
    private DefinitionLoader() {}

    /**
     * The set of all SLOs in these texts.
     *
     * @throws InvalidSloDefinitionException when anything is wrong in any of them, or between them (an SLO name twice,
     *     two owners for one dashboard), or when there is no text at all; it lists everything
     */
    public static DefinitionSet load(List<DefinitionText> texts) {
        List<ParsedFile> files = texts.stream().map(DefinitionParser::parseFile).toList();
        SetRules.check(files);
        List<FileError> errors = files.stream()
                .flatMap(file -> file.problems().inOrder().stream())
                .toList();
        if (texts.isEmpty()) {
            errors = List.of(new FileError("-", 1, 1, "", "there is no definition file", "name one or more"));
        }
        if (!errors.isEmpty()) {
            throw new InvalidSloDefinitionException(errors);
        }
        return DefinitionSet.of(
                files.stream().flatMap(file -> file.definitions().stream()).toList());
    }
}
