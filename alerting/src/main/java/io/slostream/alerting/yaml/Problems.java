// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.yaml.snakeyaml.error.Mark;

/** Collects the errors of one file, so that all are reported at once. */
public final class Problems {
    /** More would help nobody, and a hostile file must not cost memory. */
    private static final int MAX_ERRORS = 200;

    private final String file;
    private final List<FileError> errors = new ArrayList<>();
    private int omitted;

    /** For the file of this name. */
    public Problems(String file) {
        this.file = Quoted.plain(file);
    }

    /** Adds an error; see {@link FileError} for the parts. */
    public void add(SourcePlace place, String path, String problem, String advice) {
        if (errors.size() < MAX_ERRORS) {
            errors.add(new FileError(file, place.line(), place.column(), path, problem, advice));
        } else {
            omitted++;
        }
    }

    void add(Mark mark, String path, String problem, String advice) {
        add(SourcePlace.of(mark), path, problem, advice);
    }

    /** Name of the file, safe to print. */
    public String file() {
        return file;
    }

    /** How many errors there are so far. */
    public int count() {
        return errors.size() + omitted;
    }

    /** All errors by place, with a last line that counts those left out. */
    public List<FileError> inOrder() {
        List<FileError> result = new ArrayList<>(errors);
        result.sort(Comparator.comparingInt(FileError::line).thenComparingInt(FileError::column));
        if (omitted > 0) {
            FileError last = result.get(result.size() - 1);
            result.add(new FileError(
                    file,
                    last.line(),
                    last.column(),
                    "",
                    omitted + " more errors are not shown",
                    "correct these first"));
        }
        return result;
    }

    /** A place in the file, line and column from 1. */
    public record SourcePlace(int line, int column) {
        /** Where the file begins. */
        public static final SourcePlace START = new SourcePlace(1, 1);

        static SourcePlace of(Mark mark) {
            return mark == null ? START : new SourcePlace(mark.getLine() + 1, mark.getColumn() + 1);
        }
    }
}
