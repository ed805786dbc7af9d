// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.alerting.definition.Durations;
import io.slostream.alerting.definition.InvalidSloDefinitionException;
import io.slostream.alerting.yaml.FileError;
import io.slostream.alerting.yaml.Quoted;
import io.slostream.alerting.yaml.YamlValue;
import io.slostream.topology.TimeGrid;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The keys that decide verdicts: {@code slos}, {@code specialists} and {@code evaluationInterval}, alike in every file. */
public final class VerdictKeys {
    private static final int MAX_FILES = 1_000;
    private static final int MAX_SPECIALISTS = 10_000;
    private static final int MAX_SPECIALIST_LENGTH = 200;

    private VerdictKeys() {}

    /**
     * The SLOs in the files and folders that {@code slos} names; empty when anything is wrong with them.
     *
     * @param file paths are relative to it
     * @param errors receives what is wrong in the files themselves, with their own places
     */
    public static Optional<DefinitionSet> slos(YamlValue value, Path file, List<String> errors) {
        Optional<List<YamlValue>> entries = value.list(MAX_FILES);
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        if (entries.get().isEmpty()) {
            value.error("names no SLO file", "name a file or a folder of definitions");
            return Optional.empty();
        }
        List<DefinitionText> texts = new ArrayList<>();
        for (YamlValue entry : entries.get()) {
            entry.text().ifPresent(name -> {
                Path path = file.resolveSibling(name).normalize();
                DefinitionSources read = DefinitionSources.read(List.of(path));
                read.errors().forEach(error -> entry.error(error.replace("; ", ", "), "correct the path or the file"));
                texts.addAll(read.texts());
            });
        }
        if (texts.isEmpty()) {
            return Optional.empty();
        }
        try {
            // A file below two of the folders named is one file.
            return Optional.of(DefinitionLoader.load(List.copyOf(new LinkedHashSet<>(texts))));
        } catch (InvalidSloDefinitionException e) {
            e.errors().stream().map(FileError::toString).forEach(errors::add);
            return Optional.empty();
        }
    }

    /** The names that {@code specialists} declares, in the order of the file. */
    public static Set<String> specialists(YamlValue value) {
        return names(value, "specialist", "[math, code]");
    }

    /** The names that {@code resourceClasses} declares: accelerator and pool classes, never hosts. */
    public static Set<String> resourceClasses(YamlValue value) {
        return names(value, "resource class", "[h100, l40s]");
    }

    private static Set<String> names(YamlValue value, String what, String example) {
        Set<String> names = new LinkedHashSet<>();
        Optional<List<YamlValue>> entries = value.list(MAX_SPECIALISTS);
        if (entries.isPresent() && entries.get().isEmpty()) {
            value.error("declares no " + what, "name those that are served, for example " + example);
        }
        for (YamlValue entry : entries.orElse(List.of())) {
            entry.text().ifPresent(name -> {
                if (name.isEmpty() || name.length() > MAX_SPECIALIST_LENGTH || name.startsWith("__")) {
                    entry.error(
                            Quoted.of(name) + " is no name of a " + what,
                            "write 1 to " + MAX_SPECIALIST_LENGTH + " characters that do not begin with __");
                } else if (!names.add(name)) {
                    entry.error(Quoted.of(name) + " stands twice", "name a " + what + " once");
                }
            });
        }
        return names;
    }

    /** {@code evaluationInterval} in milliseconds; the grid's own when it is wrong. */
    public static long evaluationInterval(YamlValue value, TimeGrid grid) {
        return value.parsed("a duration", Durations.format(grid.paneMs()), text -> {
                    long ms = Durations.parseMs(text);
                    if (ms <= 0 || ms % grid.paneMs() != 0) {
                        String pane = Durations.format(grid.paneMs());
                        throw new IllegalArgumentException(
                                "is no positive multiple of the pane (" + pane + "); write for example " + pane);
                    }
                    return ms;
                })
                .orElse(grid.evaluationIntervalMs());
    }
}
