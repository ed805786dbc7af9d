// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.alerting.definition.InvalidSloDefinitionException;
import io.slostream.alerting.jsonschema.SloSchemaCheck;
import io.slostream.alerting.openslo.OpenSloConversion;
import io.slostream.alerting.yaml.FileError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads definition files: files as named, directories for the {@code .yaml}, {@code .yml} and {@code .json} files below
 * them in path order, without those of tests ({@code NAME.test.yaml}), which may lie beside what they test. A file
 * named twice is read once.
 *
 * @param texts what could be read
 * @param errors one line for each path that could not
 */
public record DefinitionSources(List<DefinitionText> texts, List<String> errors) {
    /** What the parser reads at most, in the longest encoding. */
    private static final int MAX_BYTES = 4 * 3_000_000;

    private static final int MAX_DIRECTORY_DEPTH = 20;
    private static final Pattern TEST = Pattern.compile(".*\\.test\\.(yaml|yml|json)");
    private static final Pattern DEFINITION = Pattern.compile("(?!" + TEST + "$).*\\.(yaml|yml|json)");

    /** What these paths hold; paths that cannot be read are errors, never exceptions. */
    public static DefinitionSources read(List<Path> paths) {
        return read(paths, DEFINITION, ".yaml, .yml or .json file; name a folder of definitions");
    }

    /** The files of tests among these paths, in directories {@code .test.yaml}, {@code .test.yml}, {@code .test.json}. */
    public static DefinitionSources readTests(List<Path> paths) {
        return read(paths, TEST, ".test.yaml file; name files, or a folder of tests");
    }

    private static DefinitionSources read(List<Path> paths, Pattern inFolders, String wanted) {
        List<String> errors = new ArrayList<>();
        Set<Path> files = new LinkedHashSet<>();
        for (Path path : paths) {
            try {
                files.addAll(filesOf(path, inFolders, wanted, errors));
            } catch (IOException e) {
                errors.add(path + ": cannot be read: " + reason(e));
            }
        }
        List<DefinitionText> texts = new ArrayList<>();
        for (Path file : files) {
            try {
                texts.add(new DefinitionText(file.toString(), textOf(file)));
            } catch (CharacterCodingException e) {
                errors.add(file + ": is not UTF-8 text; save it as UTF-8");
            } catch (IOException e) {
                errors.add(file + ": cannot be read: " + reason(e));
            }
        }
        return new DefinitionSources(texts, errors);
    }

    /**
     * Parses what was read.
     *
     * @throws UsageException when a path could not be read or a definition is invalid; it lists everything, a line each
     */
    DefinitionSet load() {
        List<String> all = new ArrayList<>(errors);
        try {
            DefinitionSet definitions = texts.isEmpty() ? DefinitionSet.of(List.of()) : DefinitionLoader.load(texts);
            if (all.isEmpty()) {
                return definitions;
            }
        } catch (InvalidSloDefinitionException e) {
            e.errors().stream().map(FileError::toString).forEach(all::add);
        }
        throw refused(all);
    }

    /**
     * Holds what was read against the published JSON Schema, so that what passes here passes in an editor too.
     *
     * @throws UsageException when the schema refuses what {@link #load} accepts
     */
    void checkSchema() {
        SloSchemaCheck schema = new SloSchemaCheck();
        List<String> refused = texts.stream()
                .flatMap(text -> schema.check(text).stream())
                .map(FileError::toString)
                .toList();
        if (!refused.isEmpty()) {
            throw refused(refused);
        }
    }

    /**
     * Converts the one file that was read from OpenSLO.
     *
     * @throws UsageException when it could not be read or converted; it lists everything, a line each
     */
    OpenSloConversion convert() {
        List<String> all = new ArrayList<>(errors);
        if (all.isEmpty()) {
            OpenSloConversion conversion = OpenSloConversion.of(texts.get(0));
            if (conversion.errors().isEmpty()) {
                return conversion;
            }
            conversion.errors().stream().map(FileError::toString).forEach(all::add);
        }
        throw refused(all);
    }

    private static UsageException refused(List<String> errors) {
        List<String> lines = new ArrayList<>(errors);
        lines.add(errors.size() + (errors.size() == 1 ? " error" : " errors"));
        return new UsageException(String.join(System.lineSeparator(), lines));
    }

    private static List<Path> filesOf(Path path, Pattern inFolders, String wanted, List<String> errors)
            throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path.normalize());
        }
        try (Stream<Path> below = Files.walk(path, MAX_DIRECTORY_DEPTH)) {
            List<Path> found = below.filter(Files::isRegularFile)
                    .filter(file ->
                            inFolders.matcher(file.getFileName().toString()).matches())
                    .map(Path::normalize)
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                errors.add(path + ": holds no " + wanted);
            }
            return found;
        }
    }

    private static String textOf(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("longer than " + MAX_BYTES + " bytes; split it");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        }
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
