// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.review;

import org.apache.avro.generic.GenericRecord;

/**
 * A record of {@code slo.transitions.v1} or {@code slo.alerts.v1}.
 *
 * @param topic the topic
 * @param key {@code slo/alert/group}
 * @param atMs its timestamp: the boundary, epoch milliseconds
 * @param value the record
 */
public record RecordedVerdict(String topic, String key, long atMs, GenericRecord value) {

    /** State that it tells. */
    public String state() {
        return value.get("state").toString();
    }
}
