// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.tail;

import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.schemas.topic.TopicSpec;

/** The topics that can be watched, by the word on the command line. */
public enum TailTopic {
    ALERTS("alerts"),
    TRANSITIONS("transitions"),
    SUMMARIES("summaries"),
    DEAD_LETTERS("dead-letters");

    private final String word;

    TailTopic(String word) {
        this.word = word;
    }

    /** The topic itself. */
    public TopicSpec spec() {
        return switch (this) {
            case ALERTS -> TopicCatalog.ALERTS;
            case TRANSITIONS -> TopicCatalog.TRANSITIONS;
            case SUMMARIES -> TopicCatalog.SUMMARIES;
            case DEAD_LETTERS -> TopicCatalog.DEAD_LETTERS;
        };
    }

    @Override
    public String toString() {
        return word;
    }
}
