// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The instructions of a Dockerfile in their order, lines that go on joined, comments left out.
 *
 * @param instructions at least one
 */
record Dockerfile(List<Instruction> instructions) {
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"");

    static Dockerfile parse(String text) {
        List<Instruction> instructions = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        for (String line : text.lines().toList()) {
            if (line.isBlank() || line.strip().startsWith("#")) {
                continue;
            }
            boolean goesOn = line.endsWith("\\");
            open.append(goesOn ? line.substring(0, line.length() - 1) : line).append(' ');
            if (!goesOn) {
                String[] parts = open.toString().strip().split("\\s+", 2);
                instructions.add(new Instruction(parts[0].toUpperCase(Locale.ROOT), parts.length > 1 ? parts[1] : ""));
                open.setLength(0);
            }
        }
        return new Dockerfile(List.copyOf(instructions));
    }

    /** What the image is made of: the instructions from the last FROM on. */
    List<Instruction> lastStage() {
        int from = 0;
        for (int i = 0; i < instructions.size(); i++) {
            from = instructions.get(i).name().equals("FROM") ? i : from;
        }
        return instructions.subList(from, instructions.size());
    }

    /** Who the image's programs run as; root where it does not say. */
    String user() {
        return last("USER").orElse("root");
    }

    /** The words of the last ENTRYPOINT, without a shell; none where it is written for a shell. */
    List<String> entrypoint() {
        return words(last("ENTRYPOINT").orElse(""));
    }

    /** The words that follow the entrypoint unless others are given. */
    List<String> command() {
        return words(last("CMD").orElse(""));
    }

    /** Folders that {@code install} makes for the image's user. */
    Set<String> ownedFolders() {
        Set<String> folders = new TreeSet<>();
        String owner = "--owner=" + user().replaceAll(":.*", "");
        for (Instruction run : lastStage()) {
            for (String part : run.argument().split("&&", -1)) {
                List<String> words = List.of(part.strip().split("\\s+"));
                if (words.contains("install") && words.contains("--directory") && words.contains(owner)) {
                    words.stream().filter(word -> word.startsWith("/")).forEach(folders::add);
                }
            }
        }
        return folders;
    }

    private Optional<String> last(String name) {
        return lastStage().stream()
                .filter(instruction -> instruction.name().equals(name))
                .map(Instruction::argument)
                .reduce((first, second) -> second);
    }

    private static List<String> words(String array) {
        Matcher word = WORD.matcher(array.startsWith("[") ? array : "");
        List<String> words = new ArrayList<>();
        while (word.find()) {
            words.add(word.group(1));
        }
        return words;
    }

    /** For example {@code USER} and {@code 10001:10001}. */
    record Instruction(String name, String argument) {}
}
