// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.yaml;

import io.slostream.alerting.yaml.Problems.SourcePlace;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.representer.Representer;

/**
 * Turns text into YAML node trees, and never into objects: nodes know their line and column, and no tag can name a
 * class. Bounded in size, depth and aliases.
 */
public final class YamlDocuments {
    /** Code points in one file. */
    private static final int MAX_CODE_POINTS = 3_000_000;
    /** Nesting of mappings and lists. */
    static final int MAX_DEPTH = 50;
    /** Aliases of mappings and lists in one document. */
    private static final int MAX_ALIASES = 50;

    private static final Pattern ESCAPE = Pattern.compile("\\\\.");

    private YamlDocuments() {}

    /** The non-empty documents of a text; what cannot be read is added to the problems. */
    public static List<YamlValue> read(String text, Problems problems) {
        List<YamlValue> documents = new ArrayList<>();
        if (text.codePointCount(0, text.length()) > MAX_CODE_POINTS) {
            problems.add(
                    SourcePlace.START,
                    "",
                    "the file has more than " + MAX_CODE_POINTS + " characters",
                    "split it into several files");
            return documents;
        }
        try {
            for (Node node : yaml().composeAll(new StringReader(isJson(text) ? jsonToYaml(text) : text))) {
                if (node != null && !Tag.NULL.equals(node.getTag())) {
                    documents.add(YamlValue.of(node, "", problems));
                }
            }
        } catch (MarkedYAMLException e) {
            problems.add(e.getProblemMark(), "", "this is not YAML: " + problemOf(e), "correct the syntax here");
        } catch (ReaderException e) {
            problems.add(
                    placeOf(text, e.getPosition()),
                    "",
                    String.format(Locale.ROOT, "the character U+%04X is not allowed in YAML", e.getCodePoint()),
                    "remove it");
        } catch (RuntimeException e) {
            // The limits, and whatever else a library does with bytes that nobody wrote by hand: a file may be
            // refused, it must never take the caller down.
            problems.add(
                    SourcePlace.START,
                    "",
                    "the file cannot be read as YAML: " + Quoted.plain(String.valueOf(e.getMessage()), 200),
                    "at most " + MAX_ALIASES + " aliases, " + MAX_DEPTH + " levels and " + MAX_CODE_POINTS
                            + " characters are read");
        }
        return documents;
    }

    private static boolean isJson(String text) {
        return text.stripLeading().startsWith("{");
    }

    /**
     * What JSON allows and this YAML reader does not: tabs between tokens (a JSON string holds no bare tab, so nothing
     * else changes) and the escape {@code \/}.
     */
    private static String jsonToYaml(String text) {
        return ESCAPE.matcher(text.replace('\t', ' '))
                .replaceAll(escape -> Matcher.quoteReplacement(escape.group().equals("\\/") ? "/" : escape.group()));
    }

    private static Yaml yaml() {
        LoaderOptions limits = new LoaderOptions();
        limits.setMaxAliasesForCollections(MAX_ALIASES);
        limits.setNestingDepthLimit(MAX_DEPTH);
        limits.setCodePointLimit(MAX_CODE_POINTS);
        limits.setAllowDuplicateKeys(false);
        limits.setAllowRecursiveKeys(false);
        DumperOptions unused = new DumperOptions();
        return new Yaml(new SafeConstructor(limits), new Representer(unused), unused, limits);
    }

    private static String problemOf(MarkedYAMLException e) {
        return Quoted.plain(String.valueOf(e.getProblem()), 200);
    }

    private static SourcePlace placeOf(String text, int codePoints) {
        int end = text.offsetByCodePoints(0, Math.min(codePoints, text.codePointCount(0, text.length())));
        String before = text.substring(0, end);
        int lines = (int) before.chars().filter(c -> c == '\n').count();
        return new SourcePlace(lines + 1, before.length() - before.lastIndexOf('\n'));
    }
}
