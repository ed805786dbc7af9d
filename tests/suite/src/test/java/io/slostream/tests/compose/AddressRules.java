// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Who is asked where: every address in the files is a service, and the port is one on which it listens. */
final class AddressRules {
    private static final Pattern ADDRESS = Pattern.compile("(?<![\\w.@$-])([a-z][a-z0-9-]*)[:/]([0-9]{4,5})(?![\\w.])");
    private static final List<String> FILES =
            List.of(Stack.COMPOSE, Stack.ENGINE, Stack.NOTIFY, Stack.PROMETHEUS, Stack.ALERTMANAGER, Stack.DATASOURCE);

    private AddressRules() {}

    static List<String> problems(Stack stack) {
        List<String> problems = new ArrayList<>();
        Map<String, Set<Integer>> listening = listening(stack);
        for (String file : FILES) {
            Matcher address = ADDRESS.matcher(withoutComments(stack.text(file)));
            while (address.find()) {
                String host = address.group(1);
                int port = Integer.parseInt(address.group(2));
                if (!host.equals("localhost")
                        && !listening.getOrDefault(host, Set.of()).contains(port)) {
                    problems.add(file + ": nobody listens on " + host + ":" + port);
                }
            }
        }
        stack.services().values().forEach(service -> published(service, listening, problems));
        names(stack, problems);
        connection(stack, problems);
        return problems;
    }

    private static Map<String, Set<Integer>> listening(Stack stack) {
        Map<String, Service> services = stack.services();
        Map<String, Set<Integer>> listening = new TreeMap<>();
        listening.put(KafkaRules.SERVICE, KafkaRules.ports(services.get(KafkaRules.SERVICE)));
        listening.put(
                "registry", last(services.get("registry").map("environment").get("SCHEMA_REGISTRY_LISTENERS")));
        listening.put("engine", last(stack.value(Stack.ENGINE, "spec", "http", "port")));
        listening.put("notifier", last(stack.value(Stack.NOTIFY, "spec", "http", "port")));
        listening.put("echo", last(services.get("echo").map("environment").get("HTTP_PORT")));
        // What these listen on unless told otherwise.
        listening.put("prometheus", Set.of(9090));
        listening.put("alertmanager", Set.of(9093));
        listening.put("grafana", Set.of(3000));
        return listening;
    }

    private static Set<Integer> last(String text) {
        Matcher port = Pattern.compile("([0-9]{1,5})$").matcher(String.valueOf(text));
        return port.find() ? Set.of(Integer.parseInt(port.group(1))) : Set.of();
    }

    private static void published(Service service, Map<String, Set<Integer>> listening, List<String> problems) {
        for (String port : service.words("ports")) {
            boolean isKafkas = service.name().equals(KafkaRules.SERVICE);
            if (!isKafkas && !listening.getOrDefault(service.name(), Set.of()).containsAll(last(port))) {
                problems.add(service.name() + ": publishes " + port + ", where it does not listen");
            }
        }
    }

    /** Engine and notifier refuse requests under names that they do not know, and hear on no other address by themselves. */
    private static void names(Stack stack, List<String> problems) {
        if (!stack.value(Stack.ENGINE, "spec", "http", "host").equals("0.0.0.0")
                || !stack.value(Stack.ENGINE, "spec", "http", "names").equals("[engine]")) {
            problems.add("engine: is not served under its name");
        }
        String notifier = stack.value(Stack.NOTIFY, "spec", "http", "host");
        if (!notifier.equals("notifier")
                || !stack.services().get("notifier").text("hostname").equals(notifier)) {
            problems.add("notifier: is not served under its name");
        }
        String watched = stack.value(Stack.NOTIFY, "spec", "watchdog", "engine");
        if (!watched.equals(stack.value(Stack.ENGINE, "metadata", "name"))) {
            problems.add("notifier: watches " + watched + ", which is not the engine");
        }
    }

    /** The producer's health check looks for its connection to the broker by the port, in the kernel's hexadecimal. */
    private static void connection(Stack stack, List<String> problems) {
        Map<String, Service> services = stack.services();
        boolean isSeen = KafkaRules.ports(services.get(KafkaRules.SERVICE)).stream()
                .map(port -> String.format(":%04X 01 ", port))
                .anyMatch(services.get("producer").healthTest()::contains);
        if (!isSeen) {
            problems.add("producer: its health check looks for no connection to kafka");
        }
    }

    private static String withoutComments(String yaml) {
        return yaml.lines().map(line -> line.replaceFirst("(^|\\s)#.*", "")).collect(Collectors.joining("\n"));
    }
}
