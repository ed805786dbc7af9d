// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.topic.TopicCatalog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.generic.GenericRecord;

/** The audit trail as it stands, so that a fault can be timed by the state that an alert is in. */
final class TransitionLog {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String CANARIES = "canary-faults";

    private final Map<String, Object> client;
    private final RecordDecoder decoder = new RecordDecoder(SchemaRegistry.none());

    TransitionLog(Map<String, Object> client) {
        this.client = client;
    }

    /** Waits until an alert on canaries has been in this state. */
    void await(String alert, String group, String state) throws Exception {
        Await.until(
                alert + " of " + group + " is " + state,
                SOON,
                () -> states(of(alert, group)).contains(state));
    }

    /** The state that an alert on canaries is in. */
    String last(String alert, String group) throws Exception {
        List<String> states = states(of(alert, group));
        return states.get(states.size() - 1);
    }

    /** All states that the alerts of an SLO have been in. */
    List<String> states(String slo) throws Exception {
        return states(transition -> transition.get("slo").toString().equals(slo));
    }

    private static Predicate<GenericRecord> of(String alert, String group) {
        return transition -> transition.get("slo").toString().equals(CANARIES)
                && transition.get("alert").toString().equals(alert)
                && transition.get("group").toString().equals(group);
    }

    private List<String> states(Predicate<GenericRecord> sort) throws Exception {
        return CommittedLog.read(client, List.of(TopicCatalog.TRANSITIONS.name())).stream()
                .map(record -> decoder.decode(TopicCatalog.TRANSITIONS, record.value()))
                .filter(sort)
                .map(transition -> transition.get("state").toString())
                .toList();
    }
}
