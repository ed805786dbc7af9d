// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.slotest;

/** Something in a compact notation is wrong; caught where the place in the file is known. Never leaves the package. */
final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String problem;
    private final String advice;

    Fault(String problem, String advice) {
        super(problem, null, false, false);
        this.problem = problem;
        this.advice = advice;
    }

    String problem() {
        return problem;
    }

    String advice() {
        return advice;
    }
}
