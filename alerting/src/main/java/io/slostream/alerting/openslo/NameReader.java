// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.openslo;

import io.slostream.alerting.definition.Names;
import io.slostream.alerting.yaml.Quoted;
import io.slostream.alerting.yaml.YamlValue;
import java.util.Optional;

/** Reads names of OpenSLO that become names of ours: theirs may begin with a digit, and be longer. */
final class NameReader {
    private NameReader() {}

    /** The name; one that has not our form is reported with one that has. */
    static Optional<Placed<String>> read(YamlValue value) {
        Optional<String> text = value.text();
        if (text.isPresent() && !Names.isName(text.get())) {
            value.error(
                    Quoted.of(text.get()) + " is no name here: a letter, then letters, digits, '.', '_' or '-', 63"
                            + " characters at most",
                    "write for example " + Names.near(text.get()));
            return Optional.empty();
        }
        return text.map(name -> new Placed<>(name, value));
    }
}
