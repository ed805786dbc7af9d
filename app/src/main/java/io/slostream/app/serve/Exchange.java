// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.serve;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and the answer to it, which may come later and from another thread; the first answer is the one. */
public final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final String NO_STORE = "no-store";

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final AtomicBoolean answered = new AtomicBoolean();

    Exchange(Request request, Response response, Callback callback) {
        this.request = request;
        this.response = response;
        this.callback = callback;
    }

    /** The path, percent-decoded and free of dots. */
    public String path() {
        return Request.getPathInContext(request);
    }

    /**
     * The query.
     *
     * @throws RefusedException 400 when it is no UTF-8 or names something twice
     */
    public Query query() {
        Fields fields;
        try {
            fields = Request.extractQueryParameters(request);
        } catch (RuntimeException e) {
            throw RefusedException.badRequest("the query cannot be read; write name=value, percent-encoded UTF-8");
        }
        Map<String, String> values = new HashMap<>();
        for (Fields.Field field : fields) {
            if (field.getValues().size() > 1) {
                throw RefusedException.badRequest("a parameter is given more than once");
            }
            values.put(field.getName(), field.getValue());
        }
        return new Query(values);
    }

    private Optional<String> header(HttpHeader name) {
        return Optional.ofNullable(request.getHeaders().get(name));
    }

    /** Sends an answer, unless one was sent. With an ETag that the asker has already, only that. */
    public void answer(Answer answer) {
        if (!answered.compareAndSet(false, true)) {
            return;
        }
        Map<String, String> headers = answer.headers();
        headers.forEach((name, value) -> response.getHeaders().put(name, value));
        if (!headers.containsKey(HttpHeader.CACHE_CONTROL.asString())) {
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, NO_STORE);
        }
        String tag = headers.get(HttpHeader.ETAG.asString());
        if (tag != null
                && header(HttpHeader.IF_NONE_MATCH)
                        .filter(known -> isAmong(tag, known))
                        .isPresent()) {
            response.setStatus(304);
            response.write(true, null, callback);
            return;
        }
        response.setStatus(answer.code());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
        response.getHeaders().put(new HttpField(HttpHeader.CONTENT_LENGTH, Integer.toString(answer.body().length)));
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
    }

    /** Whoever compresses puts the name of the encoding into the tag. */
    private static boolean isAmong(String tag, String known) {
        String opaque = tag.substring(0, tag.length() - 1);
        return known.contains(tag) || known.contains(opaque + "--");
    }

    /** Sends what a failure says: a refusal its reason, anything else that it is our fault. */
    void answer(Throwable failure) {
        if (failure instanceof RefusedException refused) {
            answer(refused.answer());
        } else {
            LOG.warn("A request for {} failed", path(), failure);
            answer(Answer.problem(500, "error", "this failed; the engine's log says why"));
        }
    }

    /** Opens a stream of server-sent events in the place of an answer. */
    public EventStream stream() {
        if (!answered.compareAndSet(false, true)) {
            throw new IllegalStateException("answered already");
        }
        // Between two events nothing moves for a while; a write that does not move ends the stream all the same.
        request.addIdleTimeoutListener(timeout -> false);
        if (request.getAttribute(Gate.WATCH) instanceof ConnectionWatch watch) {
            watch.streams(request.getConnectionMetaData().getConnection());
        }
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream;charset=utf-8");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, NO_STORE);
        return new EventStream(response, callback);
    }
}
