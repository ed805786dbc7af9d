// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** When a service starts, how it is seen to work, and what follows when it ends. */
final class LifeRules {
    private static final String HEALTHY = "service_healthy";
    private static final String COMPLETED = "service_completed_successfully";
    /** {@code run} closes within 30 s of SIGTERM, {@code notify} within 40 s. */
    private static final int STOPPING_SECONDS = 45;

    private LifeRules() {}

    static List<String> problems(Stack stack) {
        List<String> problems = new ArrayList<>();
        Map<String, Service> services = stack.services();
        services.values().forEach(service -> {
            health(service, problems);
            restart(service, problems);
            service.dependsOn().forEach((other, condition) -> {
                if (!services.containsKey(other)) {
                    problems.add(service.name() + ": waits for " + other + ", which does not exist");
                } else if (!condition.equals(services.get(other).isOneShot() ? COMPLETED : HEALTHY)) {
                    problems.add(service.name() + ": waits for " + other + " with condition " + condition);
                }
            });
            if (waitsForItself(service.name(), service.name(), services, services.size())) {
                problems.add(service.name() + ": waits for itself");
            }
        });
        return problems;
    }

    private static void health(Service service, List<String> problems) {
        List<String> test = service.healthTest();
        boolean hasTest = test.size() > 1 && test.get(0).equals("CMD");
        if (service.isOneShot() == hasTest) {
            problems.add(service.name() + (hasTest ? ": ends, and has a health check" : ": has no health check"));
        }
    }

    private static void restart(Service service, List<String> problems) {
        String policy = service.text("restart");
        if (!service.isOneShot() && !policy.matches(service.isOurs() ? "on-failure:[1-9]" : "unless-stopped")) {
            // Exit code 2 of ours says that trying again does not help.
            problems.add(service.name() + ": restart " + policy);
        }
        boolean commits = List.of("run", "notify")
                .contains(service.words("command").stream().findFirst().orElse(""));
        String grace = service.text("stop_grace_period");
        if (commits && !(grace.matches("[0-9]+s") && Integer.parseInt(grace.replace("s", "")) >= STOPPING_SECONDS)) {
            problems.add(service.name() + ": is killed before it has closed");
        }
    }

    private static boolean waitsForItself(String start, String at, Map<String, Service> services, int steps) {
        return steps > 0
                && services.containsKey(at)
                && services.get(at).dependsOn().keySet().stream()
                        .anyMatch(next -> next.equals(start) || waitsForItself(start, next, services, steps - 1));
    }
}
