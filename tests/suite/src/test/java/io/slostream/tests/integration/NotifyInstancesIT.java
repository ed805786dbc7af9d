// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slostream.tests.integration.NotifyBench.Case;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two instances of one notifier share the partitions; one is killed with -9, one comes back, one is stopped. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NotifyInstancesIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String GROUP = "shared-webhook";
    private static final int PHASES = 4;
    private static final int GROUPS = 20;

    @TempDir
    private Path directory;

    @Test
    void shouldTellEverythingAndNothingAsANewIncidentWhileInstancesComeAndGo() throws Exception {
        try (NotifyBench bench = new NotifyBench(directory);
                Case test = bench.begin("shared")) {
            Pager pager = test.pager();
            EngineProcess one = instance(test, pager, "one");
            EngineProcess two = instance(test, pager, "two");
            Await.until("both run", SOON, () -> began(one) && began(two));
            Admin admin = test.open(Admin.create(bench.broker().clientConfig()));
            Map<String, Integer> shared = Map.of("one", 2, "two", 2);
            Await.until("both have partitions", SOON, () -> partitions(admin).equals(shared));

            flip(test, 0, 0, GROUPS);
            awaitAll(pager, 1);
            flip(test, 1, 0, GROUPS / 2);
            one.kill(); // what it has not told yet waits until the group notices
            flip(test, 1, GROUPS / 2, GROUPS);
            awaitAll(pager, 2);
            assertThat(partitions(admin)).as("the other has taken over").isEqualTo(Map.of("two", 4));

            EngineProcess back = instance(test, pager, "one");
            flip(test, 2, 0, GROUPS); // while the partitions move back
            Await.until("the first is back", SOON, () -> partitions(admin).equals(shared));
            awaitAll(pager, 3);
            assertThat(two.terminate()).as(two.stderr()).isZero();
            flip(test, 3, 0, GROUPS);
            awaitAll(pager, PHASES);
            assertThat(partitions(admin)).isEqualTo(Map.of("one", 4));

            assertThat(back.terminate()).as(back.stderr()).isZero();
            assertOneIncidentEach(pager);
        }
    }

    private static EngineProcess instance(Case test, Pager pager, String id) throws Exception {
        return test.process(id, """
                instanceId: %s
                kafka: { properties: { session.timeout.ms: 6000, heartbeat.interval.ms: 1500 } }
                sinks: [ { webhook: { url: "%s" } } ]
                """.formatted(id, pager.uri()));
    }

    private static boolean began(EngineProcess instance) throws Exception {
        return instance.stderr().contains("incidents open there");
    }

    /** How many partitions each instance has, as the group says. */
    private static Map<String, Integer> partitions(Admin admin) throws Exception {
        return admin
                .describeConsumerGroups(List.of(GROUP))
                .describedGroups()
                .get(GROUP)
                .get(SOON.toSeconds(), TimeUnit.SECONDS)
                .members()
                .stream()
                .collect(Collectors.toMap(
                        member -> member.groupInstanceId().orElseThrow(),
                        member -> member.assignment().topicPartitions().size()));
    }

    /** Alerts of this phase begin; every other one ends at once. */
    private static void flip(Case test, int phase, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            String group = phase + "-" + i;
            long fired = test.log().fires(group);
            if (i % 2 == 0) {
                test.log().resolves(group, fired);
            }
        }
    }

    private static void awaitAll(Pager pager, int phases) throws Exception {
        Set<String> expected = expected(phases);
        Await.until("all of " + phases + " phases", SOON, () -> new HashSet<>(pager.events()).containsAll(expected));
    }

    private static Set<String> expected(int phases) {
        Set<String> expected = new LinkedHashSet<>();
        for (int phase = 0; phase < phases; phase++) {
            for (int i = 0; i < GROUPS; i++) {
                expected.add("triggered " + phase + "-" + i);
                if (i % 2 == 0) {
                    expected.add("resolved " + phase + "-" + i);
                }
            }
        }
        return expected;
    }

    private static void assertOneIncidentEach(Pager pager) {
        Map<String, Set<String>> incidents = new LinkedHashMap<>();
        Map<String, List<String>> order = new LinkedHashMap<>();
        Set<String> ids = new HashSet<>();
        int repeated = 0;
        for (JsonNode event : pager.received()) {
            String group = event.path("data").path("group").asText();
            incidents
                    .computeIfAbsent(group, absent -> new HashSet<>())
                    .add(event.path("data").path("incident").asText());
            if (ids.add(event.path("id").asText())) {
                order.computeIfAbsent(group, absent -> new ArrayList<>())
                        .add(event.path("data").path("state").asText());
            } else {
                repeated++;
            }
        }
        System.out.println("notifier: two instances, one killed, one back, one stopped: " + ids.size()
                + " notifications, " + repeated + " of them again with the same id");
        assertThat(new HashSet<>(pager.events())).isEqualTo(expected(PHASES));
        assertThat(incidents.values())
                .as("incidents of an alert")
                .allSatisfy(names -> assertThat(names).hasSize(1));
        assertThat(order.values())
                .allSatisfy(
                        states -> assertThat(List.of("firing", "resolved")).startsWith(states.toArray(String[]::new)));
    }
}
