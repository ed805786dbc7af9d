// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.summary;

import io.slostream.topology.judge.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Where a person goes from an alert: path and query of the SLO's view, narrowed to the group and to the time in
 * question; notifiers put their base URL before it.
 */
final class Link {
    private Link() {}

    /**
     * {@code /slos/SLO?alert=…&group=…&from=…&to=…}, times in epoch milliseconds: from the old edge of the longest
     * window as it stood when the condition began, to the boundary of the verdict.
     */
    static String of(Verdict verdict) {
        long at = verdict.transition().atMs();
        // An unset start is the least long of all, so what began at no time is taken to begin now.
        long started = verdict.transition().startedAtMs();
        long began = started > 0 ? Math.min(started, at) : at;
        long longest = verdict.windows().stream()
                .mapToLong(Verdict.Reading::windowMs)
                .max()
                .orElse(0);
        return "/slos/" + escaped(verdict.key().slo())
                + "?alert=" + escaped(verdict.key().alert())
                + "&group=" + escaped(verdict.key().group())
                + "&from=" + Math.max(0, began - longest)
                + "&to=" + at;
    }

    /** Percent-encoding by RFC 3986, section 2: everything but unreserved characters. */
    private static String escaped(String text) {
        StringBuilder result = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-._~".indexOf(c) >= 0) {
                result.append(c);
            } else {
                result.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return result.toString();
    }
}
