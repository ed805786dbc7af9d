// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.compose;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Stages, bases, what is copied and who runs it; and that .dockerignore lets through what the build needs. */
final class DockerfileRules {
    private static final String IGNORE = ".dockerignore";
    private static final Pattern FROM = Pattern.compile("(\\S+)(?: AS (\\S+))?");
    private static final Pattern PINNED = Pattern.compile("[a-z0-9./-]+:[0-9]+(?:\\.[0-9]+)+[A-Za-z0-9._-]*");
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    private final Stack stack;
    private final Dockerfile file;
    private final List<String> problems = new ArrayList<>();

    private DockerfileRules(Stack stack) {
        this.stack = stack;
        this.file = Dockerfile.parse(stack.text(Stack.DOCKERFILE));
    }

    static List<String> problems(Stack stack) {
        DockerfileRules rules = new DockerfileRules(stack);
        rules.instructions();
        rules.user();
        rules.entrypoint();
        rules.context();
        return rules.problems;
    }

    private void instructions() {
        Map<String, String> folders = new HashMap<>();
        String stage = "";
        for (Dockerfile.Instruction instruction : file.instructions()) {
            switch (instruction.name()) {
                case "FROM" -> stage = from(instruction.argument());
                case "WORKDIR" -> folders.put(stage, instruction.argument());
                case "COPY" -> copy(instruction.argument(), folders);
                case "RUN", "USER", "ENTRYPOINT", "CMD" -> {}
                default -> problems.add("Dockerfile: " + instruction.name() + " is not used here");
            }
        }
        String base = file.lastStage().get(0).argument();
        if (!base.matches(".*:17\\..*-jre-.*")) {
            problems.add("Dockerfile: the image is built on " + base + ", which is no JRE 17");
        }
    }

    private String from(String argument) {
        Matcher from = FROM.matcher(argument);
        if (!from.matches() || !PINNED.matcher(from.group(1)).matches()) {
            problems.add("Dockerfile: base " + argument + " is not pinned");
            return "";
        }
        return from.group(2) == null ? "" : from.group(2);
    }

    /** Sources in the context exist; of another stage only the artefact is taken, from where Maven puts it. */
    private void copy(String argument, Map<String, String> folders) {
        List<String> words = List.of(argument.split("\\s+"));
        List<String> sources = words.subList(0, words.size() - 1);
        if (words.get(0).startsWith("--from=")) {
            String stage = words.get(0).substring("--from=".length());
            String artefact = folders.get(stage) + "/app/target/slostream.jar";
            if (!sources.subList(1, sources.size()).equals(List.of(artefact))) {
                problems.add("Dockerfile: COPY " + argument + " is not " + artefact);
            }
            return;
        }
        for (String source : sources) {
            if (!Files.exists(Stack.ROOT.resolve(source))) {
                problems.add("Dockerfile: COPY of " + source + ", which does not exist");
            } else if (!source.equals(".") && !letThrough().contains(source)) {
                problems.add(IGNORE + ": keeps back " + source);
            }
        }
    }

    private void user() {
        if (!file.user().matches("[1-9][0-9]*:[1-9][0-9]*")) {
            problems.add("Dockerfile: user " + file.user() + " is not a number other than root");
        }
    }

    private void entrypoint() {
        List<String> words = file.entrypoint();
        int jar = words.indexOf("-jar");
        Set<String> copied = file.lastStage().stream()
                .filter(instruction -> instruction.name().equals("COPY"))
                .map(instruction -> instruction.argument().replaceFirst(".* ", ""))
                .collect(Collectors.toSet());
        if (jar < 0 || jar != words.size() - 2 || !copied.contains(words.get(jar + 1))) {
            problems.add("Dockerfile: ENTRYPOINT " + words + " does not start the jar that was copied");
        }
    }

    /** Maven reads the pom.xml of every module, also of those that it does not build. */
    private void context() {
        Set<String> needed = MODULE.matcher(stack.text("pom.xml"))
                .results()
                .map(module -> module.group(1).replaceFirst("/.*", ""))
                .collect(Collectors.toSet());
        needed.addAll(Set.of("pom.xml", ".mvn", "slos"));
        needed.removeAll(letThrough());
        needed.forEach(name -> problems.add(IGNORE + ": keeps back " + name));
    }

    private Set<String> letThrough() {
        return stack.text(IGNORE)
                .lines()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .collect(Collectors.toSet());
    }
}
