// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.delivery;

import io.slostream.schemas.output.PrintableText;
import io.slostream.sinks.delivery.Answer.Outcome;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalLong;

/** What follows from a status: 2xx accepted; 429 and 5xx try again; everything else is final. */
final class HttpAnswers {
    /** So that no receiver silences us for a day by one header. */
    private static final long LONGEST_WAIT_MS = Duration.ofMinutes(15).toMillis();

    private static final int MAX_WORDS = 200;

    private HttpAnswers() {}

    static Answer of(int status, HttpHeaders headers, String body) {
        if (status >= 200 && status < 300) {
            return new Answer(Outcome.ACCEPTED, status, "", OptionalLong.empty(), true);
        }
        String why = "HTTP " + status + words(body);
        if (status == 429 || status >= 500) {
            // 429 and 503 say that nothing was taken; another error may have come after the work was done.
            boolean perhaps = status != 429 && status != 503;
            return new Answer(
                    Outcome.RETRY, status, why, retryAfter(headers.firstValue("Retry-After"), Instant.now()), perhaps);
        }
        if (status >= 300 && status < 400) {
            return Answer.refused(status, "HTTP " + status + ": redirects are not followed; write the final URL");
        }
        return Answer.refused(status, why);
    }

    /** Seconds, or a date of HTTP (RFC 9110, 10.2.3). */
    static OptionalLong retryAfter(Optional<String> header, Instant now) {
        if (header.isEmpty()) {
            return OptionalLong.empty();
        }
        String value = header.get().strip();
        long ms;
        if (value.matches("[0-9]{1,9}")) {
            ms = Long.parseLong(value) * 1000;
        } else {
            try {
                Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
                ms = Duration.between(now, until).toMillis();
            } catch (DateTimeParseException e) {
                return OptionalLong.empty();
            }
        }
        return OptionalLong.of(Math.max(0, Math.min(ms, LONGEST_WAIT_MS)));
    }

    private static String words(String body) {
        String text = PrintableText.of(body.strip());
        if (text.isEmpty()) {
            return "";
        }
        return ": " + (text.length() > MAX_WORDS ? text.substring(0, MAX_WORDS) + "…" : text);
    }
}
