// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.delivery;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;

/**
 * Sends requests: 5 s to connect, 10 s for everything, no redirects, at most 16 KiB of an answer are read. Thread-safe.
 */
public final class HttpPost implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration TOTAL = Duration.ofSeconds(10);

    private final HttpClient client;
    private final Duration total;

    /** With the times that every sink has. */
    public HttpPost() {
        this(CONNECT, TOTAL);
    }

    /** With times of a test's own. */
    HttpPost(Duration connect, Duration total) {
        // HTTP/1.1: some receivers of webhooks stumble over an offer to upgrade.
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connect)
                .build();
        this.total = total;
    }

    /** The answer to a request, waited for. */
    public Answer send(Request request) {
        return start(request).join();
    }

    /** The answer to a request, there within the total time; never completes with a failure. */
    public CompletableFuture<Answer> start(Request request) {
        HttpRequest.Builder builder;
        try {
            builder = HttpRequest.newBuilder(request.uri())
                    .timeout(total)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(request.body()));
        } catch (IllegalArgumentException e) {
            // Its text shows the address, which may be a secret. References are read anew, so it is tried again.
            return CompletableFuture.completedFuture(Answer.unanswered("the address is no URL of HTTP", false));
        }
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            try {
                builder.setHeader(header.getKey(), header.getValue());
            } catch (IllegalArgumentException e) {
                return CompletableFuture.completedFuture(Answer.unanswered(
                        "the header " + header.getKey() + " holds characters that no header may hold", false));
            }
        }
        AtomicReference<HttpResponse.ResponseInfo> head = new AtomicReference<>();
        CompletableFuture<HttpResponse<String>> exchange = client.sendAsync(builder.build(), info -> {
            head.set(info);
            return firstBytes();
        });
        return exchange.copy()
                // The request's own timeout ends with the headers of the answer; a body may drip for ever.
                .orTimeout(total.toMillis(), TimeUnit.MILLISECONDS)
                .handle((response, failure) -> {
                    if (failure == null) {
                        return HttpAnswers.of(
                                response.statusCode(), response.headers(), Redaction.of(response.body(), request));
                    }
                    exchange.cancel(true);
                    return failed(failure, head.get());
                });
    }

    /** Once the status is there, it is the answer, whatever becomes of the body. */
    private static Answer failed(Throwable failure, HttpResponse.ResponseInfo head) {
        if (head != null) {
            return HttpAnswers.of(head.statusCode(), head.headers(), "");
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof HttpConnectTimeoutException || cause instanceof ConnectException) {
            return Answer.unanswered("cannot connect" + reason(cause), false);
        } else if (cause instanceof SSLException) {
            return Answer.unanswered("TLS failed" + reason(cause), false);
        } else if (cause instanceof TimeoutException || cause instanceof java.net.http.HttpTimeoutException) {
            return Answer.unanswered("no answer in time", true);
        } else if (cause instanceof IOException) {
            return Answer.unanswered("connection lost" + reason(cause), true);
        }
        return Answer.unanswered(cause.toString(), true);
    }

    private static String reason(Throwable cause) {
        return cause.getMessage() == null ? "" : ": " + cause.getMessage();
    }

    private static BodySubscriber<String> firstBytes() {
        return HttpResponse.BodySubscribers.mapping(
                new BoundedBody(), bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        // The client's threads are daemons and end when it is no longer reachable.
    }
}
