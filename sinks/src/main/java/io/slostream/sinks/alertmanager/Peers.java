// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.alertmanager;

import io.slostream.sinks.delivery.Answer;
import io.slostream.sinks.delivery.Answer.Outcome;
import io.slostream.sinks.delivery.HttpPost;
import io.slostream.sinks.delivery.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Several Alertmanagers that are told the same. It is enough that one takes it, as with Prometheus: they share
 * notifications, and a peer that was away hears all of it with the next round. A peer that has not answered yet is
 * passed over, so that a hanging one holds up nobody.
 */
final class Peers {
    private final HttpPost http;
    private final List<CompletableFuture<Answer>> last = new ArrayList<>();

    Peers(HttpPost http, int count) {
        this.http = http;
        for (int i = 0; i < count; i++) {
            last.add(CompletableFuture.completedFuture(Answer.accepted()));
        }
    }

    /** One request for each peer, in their order. */
    Answer send(List<Request> requests) {
        CompletableFuture<Answer> taken = new CompletableFuture<>();
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            if (last.get(i).isDone()) {
                CompletableFuture<Answer> answer = http.start(requests.get(i));
                last.set(i, answer);
                // After the answer itself is there, so that the peer counts as free when this returns.
                answers.add(answer.thenApply(said -> {
                    if (said.isAccepted()) {
                        taken.complete(said);
                    }
                    return said;
                }));
            }
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(answers.toArray(new CompletableFuture<?>[0]));
        CompletableFuture.anyOf(taken, all).join();
        return taken.isDone() ? taken.join() : worst(answers);
    }

    /** Nobody took it: as long as one may take it later, it is tried again; one may have taken it without saying so. */
    private static Answer worst(List<CompletableFuture<Answer>> answers) {
        Answer worst = Answer.unanswered("no peer is free", false);
        boolean first = true;
        boolean perhaps = false;
        for (CompletableFuture<Answer> answer : answers) {
            Answer said = answer.join();
            if (first || said.outcome() == Outcome.RETRY) {
                worst = said;
            }
            first = false;
            perhaps |= said.perhapsReceived();
        }
        return new Answer(worst.outcome(), worst.status(), worst.why(), worst.afterMs(), perhaps);
    }
}
