// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.page;

import io.slostream.app.serve.Answer;
import io.slostream.app.serve.Query;
import java.util.List;
import java.util.Optional;

/** {@code /api/v1/alerts}: the last word of alerts, newest first. */
final class AlertsAnswer {
    static final int MOST = 500;

    private final AlertBoard board;

    AlertsAnswer(AlertBoard board) {
        this.board = board;
    }

    Answer answer(Query query) {
        query.only("slo", "group", "dashboard", "from", "to");
        Optional<String> slo = query.text("slo");
        Optional<String> group = query.text("group");
        Optional<String> dashboard = query.text("dashboard");
        long from = query.time("from").orElse(Long.MIN_VALUE);
        long to = query.time("to").orElse(Long.MAX_VALUE);
        List<AlertWord> found = board.find(word -> is(word.slo(), slo)
                && is(word.group(), group)
                && is(word.dashboard(), dashboard)
                && word.firedWithin(from, to));
        return Answer.json(200, json -> {
            json.writeArrayFieldStart("alerts");
            for (AlertWord word : found.subList(0, Math.min(MOST, found.size()))) {
                word.write(json);
            }
            json.writeEndArray();
            json.writeBooleanField("truncated", found.size() > MOST);
        });
    }

    private static boolean is(String value, Optional<String> wanted) {
        return wanted.isEmpty() || wanted.get().equals(value);
    }
}
