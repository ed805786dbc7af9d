// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.serve;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Lets through what may be asked at all, and puts on every answer what keeps a browser from harm. */
final class Gate extends Handler.Wrapper {
    /** Longest URL, characters. */
    static final int MAX_URL = 4 << 10;

    /** Attribute of a request: who must be told when its answer is a stream. */
    static final String WATCH = ConnectionWatch.class.getName();

    private static final String METHODS = "GET, HEAD";

    private final Access access;
    private final ConnectionWatch watch;

    Gate(Access access, ConnectionWatch watch, Handler inside) {
        super(inside);
        this.access = access;
        this.watch = watch;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Connection connection = request.getConnectionMetaData().getConnection();
        watch.arrived(connection);
        request.setAttribute(WATCH, watch);
        Request.addCompletionListener(request, failure -> watch.answered(connection));
        protect(response.getHeaders());
        Answer refusal = refusal(request);
        if (refusal == null) {
            return super.handle(request, response, callback);
        }
        new Exchange(request, response, callback).answer(refusal);
        return true;
    }

    private Answer refusal(Request request) {
        HttpFields headers = request.getHeaders();
        String target = request.getHttpURI().getAuthority();
        if (!access.isOurs(headers.get(HttpHeader.HOST)) || (target != null && !access.isOurs(target))) {
            return Answer.problem(
                    421,
                    "misdirected",
                    "this host name is not served here; names are listed under http.names of the configuration");
        }
        if (!HttpMethod.GET.is(request.getMethod()) && !HttpMethod.HEAD.is(request.getMethod())) {
            return Answer.problem(405, "method not allowed", "only GET and HEAD are answered")
                    .with(HttpHeader.ALLOW.asString(), METHODS);
        }
        if (request.getLength() > 0 || headers.contains(HttpHeader.TRANSFER_ENCODING)) {
            return Answer.problem(413, "content too large", "a request has no body here")
                    .with(HttpHeader.CONNECTION.asString(), "close");
        }
        if (request.getHttpURI().getPathQuery().length() > MAX_URL) {
            return Answer.problem(414, "uri too long", "a URL has at most " + MAX_URL + " characters here");
        }
        if (!access.isAllowed(Request.getPathInContext(request), headers.get(HttpHeader.AUTHORIZATION))) {
            return Answer.problem(401, "unauthorized", "send the token of http.token as Authorization: Bearer TOKEN")
                    .with(HttpHeader.WWW_AUTHENTICATE.asString(), "Bearer realm=\"slostream\"");
        }
        return null;
    }

    /** Scripts and styles come from here alone, nobody frames us, nothing is guessed and nothing told to others. */
    static void protect(HttpFields.Mutable headers) {
        headers.put(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                        + " frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("X-Frame-Options", "DENY");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
    }
}
