// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.serve;

/** A request that is not answered as asked; it becomes an answer that says why. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String AGAIN_AFTER_SECONDS = "5";

    private final int code;
    private final String status;

    private RefusedException(int code, String status, String problem, Throwable cause) {
        super(problem, cause);
        this.code = code;
        this.status = status;
    }

    /** The request makes no sense: 400. */
    public static RefusedException badRequest(String problem) {
        return new RefusedException(400, "bad request", problem, null);
    }

    /** What is asked for is not there: 404. */
    public static RefusedException notFound(String problem) {
        return new RefusedException(404, "not found", problem, null);
    }

    /** Not now: 503, and the asker is told to come again. */
    public static RefusedException unavailable(String problem, Throwable cause) {
        return new RefusedException(503, "unavailable", problem, cause);
    }

    /** Not now. */
    public static RefusedException unavailable(String problem) {
        return unavailable(problem, null);
    }

    /** As it is sent. */
    public Answer answer() {
        Answer answer = Answer.problem(code, status, getMessage());
        return code == 503 ? answer.with("Retry-After", AGAIN_AFTER_SECONDS) : answer;
    }
}
