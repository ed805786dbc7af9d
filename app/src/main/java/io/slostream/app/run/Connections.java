// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.slostream.alerting.yaml.Quoted;
import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import io.slostream.app.run.EngineConfig.Http;
import io.slostream.app.run.EngineConfig.Registry;
import io.slostream.topology.streams.EngineProperties;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the parts of {@code engine.yaml} that say how to reach others, and how to be reached. */
public final class Connections {
    private static final int DEFAULT_HTTP_PORT = 8080;
    private static final String LOOPBACK = "127.0.0.1";
    private static final int MAX_PROPERTIES = 200;
    private static final int MAX_NAMES = 20;
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
    /** What RFC 6750 lets a bearer token be; shorter ones can be guessed. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]{16,512}=*");

    private static final Pattern RELATIVE_FILE = Pattern.compile("\\$\\{file:([^}]+)}");

    private final Path file;

    /** Of a configuration in this file, to which paths are relative. */
    public Connections(Path file) {
        this.file = file.toAbsolutePath();
    }

    /** A schema registry. */
    public Optional<Registry> registry(YamlValue value) {
        Optional<YamlMap> map = value.map(List.of("url", "urls", "properties"));
        if (map.isEmpty()) {
            return Optional.empty();
        }
        if (map.get().has("url") == map.get().has("urls")) {
            value.error("wants one of url and urls", "write url: http://localhost:8081");
            return Optional.empty();
        }
        List<YamlValue> entries = map.get()
                .get("url")
                .map(List::of)
                .or(() -> map.get().get("urls").flatMap(v -> v.list(20)))
                .orElse(List.of());
        List<String> urls = entries.stream().flatMap(v -> url(v).stream()).toList();
        if (urls.isEmpty() && entries.isEmpty()) {
            value.error("names no registry", "write url: http://localhost:8081");
        }
        return Optional.of(new Registry(urls, properties(map.get().get("properties"))));
    }

    private static Optional<String> url(YamlValue value) {
        Optional<String> text = value.text();
        if (text.isPresent() && text.get().contains("@")) {
            // Not quoted: a log must not show it.
            value.error(
                    "holds a user or a password",
                    "write them as properties: basic.auth.credentials.source: USER_INFO and basic.auth.user.info");
            return Optional.empty();
        }
        if (text.isPresent() && !isUrl(text.get())) {
            value.error(Quoted.of(text.get()) + " is no URL of a registry", "write http:// or https://, host and port");
            return Optional.empty();
        }
        return text;
    }

    private static boolean isUrl(String text) {
        try {
            URI uri = URI.create(text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return (http && uri.getHost() != null) || "mock".equals(uri.getScheme());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Properties of the Kafka clients. */
    public Map<String, String> kafka(Optional<YamlValue> value) {
        Optional<YamlMap> map = value.flatMap(v -> v.map(List.of("properties")));
        Optional<YamlValue> properties = map.flatMap(m -> m.get("properties"));
        Map<String, String> result = properties(properties);
        properties
                .flatMap(YamlValue::map)
                .ifPresent(m -> m.entries().forEach((key, v) -> {
                    if (EngineProperties.isFixed(key)) {
                        v.error("is decided by the engine, whose promises rest on it", "remove it");
                    }
                }));
        return result;
    }

    Http http(Optional<YamlValue> value) {
        Optional<YamlMap> map = value.flatMap(v -> v.map(List.of("host", "port", "names", "token", "projectNames")));
        boolean projectNames =
                map.flatMap(m -> m.get("projectNames")).flatMap(YamlValue::flag).orElse(false);
        Http at = at(map, DEFAULT_HTTP_PORT);
        return new Http(at.host(), at.port(), at.names(), at.token(), projectNames);
    }

    /** Where something else than an engine is served, with a port of its own when none is given. */
    public Http http(Optional<YamlValue> value, int otherwise) {
        return at(value.flatMap(v -> v.map(List.of("host", "port", "names", "token"))), otherwise);
    }

    private Http at(Optional<YamlMap> map, int otherwise) {
        String host = map.flatMap(m -> m.get("host")).flatMap(YamlValue::text).orElse(LOOPBACK);
        int port = map.map(m -> EngineConfigReader.intOr(m, "port", 0, 65_535, otherwise))
                .orElse(otherwise);
        List<String> names = map.flatMap(m -> m.get("names")).flatMap(v -> v.list(MAX_NAMES)).orElse(List.of()).stream()
                .flatMap(v -> hostName(v).stream())
                .toList();
        Optional<String> token = map.flatMap(m -> m.get("token")).flatMap(this::token);
        return new Http(host, port, names, token, false);
    }

    private static Optional<String> hostName(YamlValue value) {
        Optional<String> text = value.text();
        if (text.isPresent() && !HOST_NAME.matcher(text.get()).matches()) {
            value.error(Quoted.of(text.get()) + " is no host name", "write slo.example.org, without scheme or port");
            return Optional.empty();
        }
        return text;
    }

    private Optional<String> token(YamlValue value) {
        Optional<String> text = value.text().map(this::besideTheFile);
        if (text.isPresent() && !Secrets.isReference(text.get())) {
            // Not quoted: a log must not show it.
            value.error(
                    "holds a secret in clear text",
                    "put it in a file and write ${file:/path/of/it}, or into the environment and write ${env:NAME}");
            return Optional.empty();
        }
        return text.filter(reference -> resolvable(value, reference)).filter(reference -> isToken(value, reference));
    }

    private static boolean isToken(YamlValue value, String reference) {
        if (TOKEN.matcher(Secrets.resolve(reference)).matches()) {
            return true;
        }
        value.error(
                "points to what cannot be sent as a token",
                "use 16 to 512 letters, digits and -._~+/=, for example those that openssl rand -hex 32 prints");
        return false;
    }

    private Map<String, String> properties(Optional<YamlValue> value) {
        Map<String, String> properties = new TreeMap<>();
        Map<String, YamlValue> entries =
                value.flatMap(YamlValue::map).map(YamlMap::entries).orElse(Map.of());
        if (entries.size() > MAX_PROPERTIES) {
            value.orElseThrow().error(entries.size() + " properties are too many", "write at most " + MAX_PROPERTIES);
            return properties;
        }
        entries.forEach((key, v) -> property(key, v).ifPresent(text -> properties.put(key, text)));
        return properties;
    }

    private Optional<String> property(String key, YamlValue value) {
        if (!value.isScalar() || value.kindOfNode().equals("nothing")) {
            value.error("expected one value, found " + value.kindOfNode(), "write the property as Kafka spells it");
            return Optional.empty();
        }
        String text = besideTheFile(value.scalarValue());
        Optional<String> objection = Secrets.objection(key, text);
        if (objection.isPresent()) {
            value.error(
                    objection.get(),
                    "put it in a file and write ${file:/path/of/it}, or into the environment and write ${env:NAME}");
            return Optional.empty();
        }
        resolvable(value, text);
        return Optional.of(text);
    }

    /** Text that may hold references; each must point to something. As written, but with absolute paths. */
    public Optional<String> withReferences(YamlValue value) {
        return value.text().map(this::besideTheFile).filter(text -> resolvable(value, text));
    }

    private String besideTheFile(String text) {
        return RELATIVE_FILE
                .matcher(text)
                .replaceAll(reference -> Matcher.quoteReplacement(
                        "${file:" + file.resolveSibling(reference.group(1)).normalize() + "}"));
    }

    private static boolean resolvable(YamlValue value, String text) {
        try {
            Secrets.resolve(text);
            return true;
        } catch (IllegalArgumentException e) {
            String[] problemAndAdvice = e.getMessage().split("; ", 2);
            value.error(problemAndAdvice[0], problemAndAdvice[1]);
            return false;
        }
    }
}
