// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.openslo;

import io.slostream.alerting.yaml.FileError;
import io.slostream.alerting.yaml.YamlValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a reader should know of a conversion that is right all the same. */
final class Notes {
    private final List<FileError> notes = new ArrayList<>();

    /** Notes something about this value. */
    void add(YamlValue value, String what, String advice) {
        notes.add(new FileError(
                value.problems().file(),
                value.place().line(),
                value.place().column(),
                value.path(),
                "note: " + what,
                advice));
    }

    /** All notes by place. */
    List<FileError> inOrder() {
        return notes.stream()
                .sorted(Comparator.comparingInt(FileError::line).thenComparingInt(FileError::column))
                .toList();
    }
}
