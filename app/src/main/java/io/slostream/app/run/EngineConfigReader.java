// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.yaml.Problems;
import io.slostream.alerting.yaml.Quoted;
import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import io.slostream.app.UsageException;
import io.slostream.app.VerdictKeys;
import io.slostream.app.run.EngineConfig.Profile;
import io.slostream.dashboards.prometheus.ProjectNames;
import io.slostream.schemas.output.OutputFormat;
import io.slostream.topology.streams.EngineSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads {@code engine.yaml} and the SLO files that it names. Strict: an unknown key, a value out of range, a secret in
 * clear text and a missing file are errors, and all of them are reported at once with their places.
 */
public final class EngineConfigReader {
    private static final String API_VERSION = "slostream/v1";
    private static final String KIND = "Engine";
    private static final List<String> SPEC_KEYS = List.of(
            "bootstrap",
            "applicationId",
            "instanceId",
            "threads",
            "stateDir",
            "registry",
            "kafka",
            "slos",
            "specialists",
            "resourceClasses",
            "profile",
            "evaluationInterval",
            "outputFormat",
            "verdictPartitions",
            "http",
            "topics",
            "trustProducerTime",
            "restarts");
    /** Names become parts of topic names, group ids and directory names. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private static final Pattern BROKERS = Pattern.compile("[^\\s,]+:[0-9]{1,5}(\\s*,\\s*[^\\s,]+:[0-9]{1,5})*");

    private static final int MAX_THREADS = 64;
    private static final int DEFAULT_RESTARTS = 20;

    private final Path file;
    private final Problems problems;

    private EngineConfigReader(Path file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /**
     * The configuration in this file.
     *
     * @throws UsageException when anything is wrong in it or in the SLO files; the message lists everything
     */
    public static EngineConfig read(Path file) {
        return ConfigFile.read(
                file,
                KIND,
                (document, problems, errors) -> new EngineConfigReader(file, problems).document(document, errors));
    }

    private Optional<EngineConfig> document(YamlValue document, List<String> errors) {
        Optional<YamlMap> root = document.map(List.of("apiVersion", "kind", "metadata", "spec"));
        if (root.isEmpty() || isSlo(root.get())) {
            return Optional.empty();
        }
        root.get().require("apiVersion", API_VERSION).ifPresent(v -> v.oneOf(List.of(API_VERSION)));
        root.get().require("kind", KIND).ifPresent(v -> v.oneOf(List.of(KIND)));
        Optional<String> name = ConfigFile.name(root.get(), "my-engine");
        Optional<YamlMap> spec = root.get().require("spec", "{ … }").flatMap(v -> v.map(SPEC_KEYS));
        return spec.flatMap(map -> spec(map, name, errors));
    }

    /** The other kind of file that there is: one word helps more than an error for each of its keys. */
    private static boolean isSlo(YamlMap root) {
        Optional<YamlValue> slo =
                root.get("kind").filter(kind -> kind.scalarValue().equals("SLO"));
        slo.ifPresent(kind -> kind.error(
                "this is an SLO, no configuration of an engine",
                "name it under spec.slos of a file with kind: " + KIND + ", such as examples/engine.yaml"));
        return slo.isPresent();
    }

    private Optional<EngineConfig> spec(YamlMap spec, Optional<String> name, List<String> errors) {
        Optional<String> bootstrap = spec.require("bootstrap", "localhost:9092").flatMap(EngineConfigReader::bootstrap);
        Optional<String> applicationId =
                spec.has("applicationId") ? spec.get("applicationId").flatMap(EngineConfigReader::name) : name;
        String instanceId = spec.has("instanceId")
                ? spec.get("instanceId").flatMap(EngineConfigReader::name).orElse("")
                : hostName();
        int threads = intOr(spec, "threads", 1, MAX_THREADS, 1);
        Optional<Path> stateDir = spec.require("stateDir", "/var/lib/slostream/state")
                .flatMap(YamlValue::text)
                .map(this::beside);
        Connections connections = new Connections(file);
        var registry = spec.get("registry").flatMap(connections::registry);
        var kafka = connections.kafka(spec.get("kafka"));
        Optional<DefinitionSet> definitions =
                spec.require("slos", "[slos/]").flatMap(v -> VerdictKeys.slos(v, file, errors));
        Set<String> specialists = spec.require("specialists", "[math, code]")
                .map(VerdictKeys::specialists)
                .orElse(Set.of());
        Set<String> resourceClasses =
                spec.get("resourceClasses").map(VerdictKeys::resourceClasses).orElse(Set.of());
        Profile profile = constant(spec, "profile", Profile.class, Profile.DEFAULT);
        long interval = spec.get("evaluationInterval")
                .map(v -> VerdictKeys.evaluationInterval(v, profile.grid()))
                .orElse(profile.grid().evaluationIntervalMs());
        OutputFormat format = constant(spec, "outputFormat", OutputFormat.class, OutputFormat.AVRO);
        boolean meant = spec.get("outputFormat")
                .map(YamlValue::scalarValue)
                .orElse("avro")
                .equals("avro");
        ConfigFile.requireRegistry(spec, meant);
        int verdictPartitions = intOr(spec, "verdictPartitions", 1, 1_000, EngineSettings.VERDICT_PARTITIONS);
        var http = connections.http(spec.get("http"));
        if (http.projectNames() && definitions.isPresent()) {
            checkProjectNames(definitions.get(), spec.get("http").orElseThrow());
        }
        var topics = TopicSettings.read(spec.get("topics"));
        boolean trust = spec.get("trustProducerTime").flatMap(YamlValue::flag).orElse(false);
        int restarts = spec.get("restarts")
                .flatMap(v -> v.map(List.of("budget")))
                .map(m -> intOr(m, "budget", 0, 1_000, DEFAULT_RESTARTS))
                .orElse(DEFAULT_RESTARTS);
        if (problems.count() > 0 || !errors.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new EngineConfig(
                name.orElseThrow(),
                bootstrap.orElseThrow(),
                applicationId.orElseThrow(),
                instanceId,
                threads,
                stateDir.orElseThrow(),
                registry,
                kafka,
                definitions.orElseThrow(),
                specialists,
                resourceClasses,
                profile,
                interval,
                format,
                verdictPartitions,
                http,
                topics,
                trust,
                restarts));
    }

    private static void checkProjectNames(DefinitionSet definitions, YamlValue http) {
        try {
            ProjectNames.of(definitions);
        } catch (IllegalArgumentException e) {
            String[] problemAndAdvice = e.getMessage().split("; ", 2);
            http.error("has projectNames: true, but " + problemAndAdvice[0], problemAndAdvice[1]);
        }
    }

    /** A name that may become part of a group id or of a directory. */
    public static Optional<String> name(YamlValue value) {
        Optional<String> text = value.text();
        if (text.isPresent() && !NAME.matcher(text.get()).matches()) {
            value.error(
                    Quoted.of(text.get()) + " is no name",
                    "begin with a letter or digit, go on with letters, digits, '.', '_' or '-', 100 characters at most");
            return Optional.empty();
        }
        return text;
    }

    /** Brokers. */
    public static Optional<String> bootstrap(YamlValue value) {
        Optional<String> text = value.text().map(String::strip);
        if (text.isPresent() && !BROKERS.matcher(text.get()).matches()) {
            value.error(Quoted.of(text.get()) + " is no list of brokers", "write host:port, several with commas");
            return Optional.empty();
        }
        return text;
    }

    private Path beside(String path) {
        return file.toAbsolutePath().resolveSibling(path).normalize();
    }

    /** A whole number in a range. */
    public static int intOr(YamlMap map, String key, int least, int most, int otherwise) {
        return map.get(key).map(v -> whole(v, least, most)).orElse(otherwise);
    }

    static int whole(YamlValue value, int least, int most) {
        long number = value.whole().orElse(least);
        if (number < least || number > most) {
            value.error(number + " is out of range", "write " + least + " to " + most);
            return least;
        }
        return (int) number;
    }

    private static <E extends Enum<E>> E constant(YamlMap map, String key, Class<E> type, E otherwise) {
        List<String> words = List.of(type.getEnumConstants()).stream()
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        return map.get(key)
                .flatMap(v -> v.oneOf(words))
                .map(word -> Enum.valueOf(type, word.toUpperCase(Locale.ROOT)))
                .orElse(otherwise);
    }

    /** The name of this host as far as it may be part of a member id. */
    public static String hostName() {
        try {
            String name = InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9._-]", "-");
            return NAME.matcher(name).matches() ? name : "instance";
        } catch (UnknownHostException e) {
            return "instance";
        }
    }
}
