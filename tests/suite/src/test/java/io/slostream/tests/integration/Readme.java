// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The fenced blocks of a page in Markdown. */
record Readme(List<Block> blocks) {
    private static final Pattern FENCED = Pattern.compile("(?ms)^```([a-z]+)\\R(.*?)^```$");
    private static final String ANYTHING = "...";

    /**
     * A fenced block.
     *
     * @param language the word behind the fence
     * @param text its lines
     */
    record Block(String language, String text) {}

    /**
     * A command of a {@code console} block.
     *
     * @param text what is typed, without the prompt
     * @param output the lines that the page shows below it; a line {@code ...} stands for any number of lines, and within
     *     a line for any text
     */
    record Command(String text, List<String> output) {

        /** Whether it printed that, in one piece, whatever stood before and after. */
        boolean isIn(String printed) {
            StringBuilder pattern = new StringBuilder("(?m)");
            for (String line : output) {
                if (line.equals(ANYTHING)) {
                    pattern.append("(?:.*\\n)*?");
                } else {
                    pattern.append('^')
                            .append(Stream.of(line.split(Pattern.quote(ANYTHING), -1))
                                    .map(Pattern::quote)
                                    .collect(Collectors.joining(".*")))
                            .append("\\R");
                }
            }
            return Pattern.compile(pattern.toString()).matcher(printed).find();
        }
    }

    static Readme parse(String page) {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = FENCED.matcher(page);
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        return new Readme(blocks);
    }

    /** The texts of the blocks in a language. */
    List<String> in(String language) {
        return blocks.stream()
                .filter(block -> block.language().equals(language))
                .map(Block::text)
                .toList();
    }

    /** All commands, in order. A line that is indented by four blanks goes on with the command before it. */
    List<Command> commands() {
        List<Command> commands = new ArrayList<>();
        for (String block : in("console")) {
            boolean typing = false;
            for (String line : block.lines().toList()) {
                if (line.startsWith("$ ")) {
                    commands.add(new Command(line.substring(2), new ArrayList<>()));
                    typing = true;
                } else if (typing && line.startsWith("    ")) {
                    Command begun = commands.remove(commands.size() - 1);
                    commands.add(new Command(begun.text() + "\n" + line, begun.output()));
                } else {
                    typing = false;
                    commands.get(commands.size() - 1).output().add(line);
                }
            }
        }
        return commands;
    }
}
