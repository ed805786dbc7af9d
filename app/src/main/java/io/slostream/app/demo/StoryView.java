// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.demo;

import org.apache.avro.generic.GenericRecord;

/** How a story is shown while it is told. */
interface StoryView extends AutoCloseable {

    /** Something about the run itself, one sentence. */
    void say(String sentence);

    /** An act begins. */
    void act(String title);

    /** An alert fired, changed severity or resolved. */
    void alert(GenericRecord alert);

    /** Now and then. */
    void draw(Moment moment);

    @Override
    void close();

    /**
     * Where a story stands.
     *
     * @param nowMs story time, epoch milliseconds
     * @param done share of the story that was told, 0 to 1
     * @param events events that the broker has taken
     * @param eventsPerSecond of wall time, lately
     */
    record Moment(long nowMs, double done, long events, long eventsPerSecond) {}
}
