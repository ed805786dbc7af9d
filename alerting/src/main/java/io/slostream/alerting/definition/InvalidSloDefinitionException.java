// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import io.slostream.alerting.yaml.FileError;
import java.util.List;
import java.util.stream.Collectors;

/** Definitions were refused; carries every error found in all the files, in file and line order. */
public final class InvalidSloDefinitionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<FileError> errors;

    /** For these errors, one or more. */
    public InvalidSloDefinitionException(List<FileError> errors) {
        super(errors.stream().map(FileError::toString).collect(Collectors.joining("\n")));
        this.errors = List.copyOf(errors);
    }

    /** All errors, never empty. */
    public List<FileError> errors() {
        return errors;
    }
}
