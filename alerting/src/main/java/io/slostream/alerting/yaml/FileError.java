// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.yaml;

/**
 * One thing that is wrong in a YAML file, with its place and its remedy. Text taken from the file stands in it
 * quoted, shortened and without control characters, so that it is safe to print.
 *
 * @param file name under which the text was given
 * @param line from 1
 * @param column from 1, in characters
 * @param path place in the document, for example {@code spec.alerts[0].for}; empty for the document as a whole
 * @param problem what is wrong
 * @param advice what to do
 */
public record FileError(String file, int line, int column, String path, String problem, String advice) {

    /** {@code file:line:column: path: problem; advice}, the form that editors can jump to. */
    @Override
    public String toString() {
        String place = path.isEmpty() ? "" : path + ": ";
        return file + ":" + line + ":" + column + ": " + place + problem + "; " + advice;
    }
}
