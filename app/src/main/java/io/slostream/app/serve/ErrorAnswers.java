// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.serve;

import java.util.Locale;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What the server itself refuses, said as everything else is: no text of a request comes back in it. */
final class ErrorAnswers extends ErrorHandler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Gate.protect(response.getHeaders());
        new Exchange(request, response, callback).answer(of(response.getStatus()));
        return true;
    }

    private static Answer of(int status) {
        String word = HttpStatus.getMessage(status);
        String problem = switch (status) {
            case HttpStatus.URI_TOO_LONG_414 -> "a URL has at most " + Gate.MAX_URL + " characters here";
            case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 ->
                "the headers of a request have at most " + HttpService.MAX_HEADER_BYTES + " bytes here";
            case HttpStatus.INTERNAL_SERVER_ERROR_500 -> "this failed; the engine's log says why";
            default -> "this is no request that is understood here";
        };
        return Answer.problem(status, word.toLowerCase(Locale.ROOT), problem);
    }
}
