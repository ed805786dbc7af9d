// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Secrets in properties: they stand in the configuration as {@code ${file:/path}} or {@code ${env:NAME}} and are looked
 * up when a client is made, so that no dump of the configuration can show one.
 */
public final class Secrets {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(file|env):([^}]+)}");
    private static final Pattern SECRET_KEY = Pattern.compile(
            "password|passwd|secret|token|credential|user\\.?info|jaas|private\\.?key|keystore\\.key|api\\.?key");
    /** Keys that match the pattern and hold a class, a path or a mode. */
    private static final Pattern NO_SECRET =
            Pattern.compile("\\.class$|\\.location$|\\.file$|\\.source$|\\.url$|\\.ms$|\\.seconds$|\\.factor$|\\.type$"
                    + "|endpoint\\.url|claim\\.name$");

    private static final Pattern JAAS_OPTION = Pattern.compile("([A-Za-z.]+)\\s*=\\s*(\"[^\"]*\"|[^\\s;]+)");
    private static final int MAX_FILE_BYTES = 64 << 10;

    private Secrets() {}

    /** Whether a property of this name holds a secret. */
    static boolean isSecret(String key) {
        String name = key.toLowerCase(Locale.ROOT);
        return SECRET_KEY.matcher(name).find() && !NO_SECRET.matcher(name).find();
    }

    /** Why this value may not stand in the file, empty when it may. */
    static Optional<String> objection(String key, String value) {
        if (key.endsWith("sasl.jaas.config")) {
            Matcher option = JAAS_OPTION.matcher(value);
            while (option.find()) {
                if (isSecret(option.group(1))
                        && !REFERENCE.matcher(option.group(2)).find()) {
                    return Optional.of("the option " + option.group(1) + " holds a secret in clear text");
                }
            }
            return Optional.empty();
        }
        return isSecret(key) && !REFERENCE.matcher(value).find()
                ? Optional.of("holds a secret in clear text")
                : Optional.empty();
    }

    /** The value as a log may show it. */
    static String redacted(String key, String value) {
        return isSecret(key) && !REFERENCE.matcher(value).matches() ? "[redacted]" : value;
    }

    /**
     * The properties with every reference replaced by what it points to.
     *
     * @throws IllegalArgumentException when one points to nothing; the text is {@code problem; advice}
     */
    public static Map<String, String> resolve(Map<String, String> properties) {
        Map<String, String> resolved = new TreeMap<>();
        properties.forEach((key, value) -> resolved.put(key, resolve(value, System::getenv)));
        return resolved;
    }

    /** The value with every reference replaced by what it points to, as {@link #resolve(Map)} does. */
    public static String resolve(String value) {
        return resolve(value, System::getenv);
    }

    /** Whether the value is a reference and nothing else, so that no part of a secret stands beside it. */
    public static boolean isReference(String value) {
        return REFERENCE.matcher(value).matches();
    }

    /** Whether a reference stands somewhere in the value. */
    public static boolean holdsReference(String value) {
        return REFERENCE.matcher(value).find();
    }

    static String resolve(String value, UnaryOperator<String> environment) {
        return REFERENCE
                .matcher(value)
                .replaceAll(reference -> Matcher.quoteReplacement(
                        reference.group(1).equals("file")
                                ? contentOf(reference.group(2))
                                : variable(reference.group(2), environment)));
    }

    private static String variable(String name, UnaryOperator<String> environment) {
        String value = environment.apply(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException(
                    "points to the environment variable " + name + ", which is not set; set it before the start");
        }
        return value;
    }

    private static String contentOf(String name) {
        Path path = Path.of(name);
        try {
            if (Files.size(path) > MAX_FILE_BYTES) {
                throw new IllegalArgumentException(
                        "points to " + name + ", which is too long for a secret; name a file below 64 KiB");
            }
            return Files.readString(path).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "points to " + name + ", which cannot be read; check that it exists and is UTF-8 text", e);
        }
    }
}
