// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.serve;

import java.nio.charset.StandardCharsets;

/**
 * What is answered to a request.
 *
 * @param code HTTP status
 * @param contentType media type of the body
 * @param body the body; must not be changed
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
public record Answer(int code, String contentType, byte[] body) {
    /** JSON. */
    public static Answer json(int code, byte[] body) {
        return new Answer(code, "application/json", body);
    }

    /** Text of some sort, in UTF-8. */
    public static Answer text(String contentType, String body) {
        return new Answer(200, contentType, body.getBytes(StandardCharsets.UTF_8));
    }
}
