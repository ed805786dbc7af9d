// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.definition.Tier;
import io.slostream.alerting.definition.Window;
import io.slostream.app.history.BadEvents;
import io.slostream.app.review.RecordedTopics;
import io.slostream.app.review.RecordedVerdict;
import io.slostream.app.run.RecordedEngine;
import io.slostream.schemas.output.PrintableText;
import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.topology.VersionedDefinition;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code slostream evidence}: from an alert to the events behind it, in one command. */
@Command(
        name = "evidence",
        mixinStandardHelpOptions = true,
        description = "Prints the bad events of an alert's window, from the telemetry topics.",
        footer = {
            "",
            "ALERT is the key of its records, slo/alert/group, for example canary-15m/CanaryFailing/math.",
            "Exit codes: 0 found, 1 there is no such event any more, 2 bad usage, no such alert or no cluster."
        })
final class EvidenceCommand implements Callable<Integer> {
    private static final int MOST = 100_000;

    enum Format {
        TEXT,
        NDJSON
    }

    @Parameters(paramLabel = "ALERT", description = "slo/alert/group")
    private String alert;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "the last verdict at or before this (default: when it fired last)")
    private String at;

    @Option(
            names = "--window",
            paramLabel = "WINDOW",
            description = "which window of its condition (default: the longest of the tier that fired)")
    private String window;

    @Option(
            names = "--limit",
            defaultValue = "100",
            paramLabel = "N",
            description = "print so many events at most, the newest (default: ${DEFAULT-VALUE})")
    private int limit;

    @Option(names = "--format", defaultValue = "TEXT", description = "text or ndjson (default: ${DEFAULT-VALUE})")
    private Format format;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        String[] names = alert.split("/", 3);
        if (names.length != 3) {
            throw new UsageException(
                    alert + ": no alert; write slo/alert/group, for example canary-15m/CanaryFailing/math");
        }
        if (limit < 1 || limit > MOST) {
            throw new UsageException("--limit " + limit + ": write 1 to " + MOST);
        }
        if (!cluster.isGiven()) {
            throw new UsageException("say where the topics are: --bootstrap HOST:PORT");
        }
        try {
            return print(names);
        } catch (KafkaException e) {
            throw ClusterOptions.explained(e);
        }
    }

    private int print(String[] names) {
        Supplier<Consumer<byte[], byte[]>> consumers = cluster.consumers();
        PrintWriter err = spec.commandLine().getErr();
        RecordedEngine engine = cluster.engine(consumers, err);
        RecordedVerdict verdict = verdict(consumers);
        VersionedDefinition definition =
                engine.versions().require((Long) verdict.value().get("definition_version"));
        SloDefinition slo = definition
                .slo(names[0])
                .orElseThrow(() -> new UsageException(
                        "version " + definition.version() + " of the definitions has no SLO " + names[0]));
        Window over = window(slo, names[1], verdict.value());
        long fromMs = definition.definition().grid().oldEdge(over, verdict.atMs());
        BadEvents.Found found;
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            found = new BadEvents(
                            definition.definition(), slo, names[2], fromMs, verdict.atMs(), limit, cluster.registry())
                    .find(consumer);
        }
        PrintWriter out = spec.commandLine().getOut();
        (format == Format.TEXT ? EvidenceLines.text(slo, found.events()) : EvidenceLines.ndjson(found.events()))
                .forEach(out::println);
        out.flush();
        err.println(summary(verdict, over, fromMs, found));
        return found.events().isEmpty() ? Main.FINDING : 0;
    }

    private RecordedVerdict verdict(Supplier<Consumer<byte[], byte[]>> consumers) {
        long latestMs = at == null ? Long.MAX_VALUE : Times.epochMs("--at", at);
        List<RecordedVerdict> ofAlert;
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            ofAlert = new RecordedTopics(consumer, new RecordDecoder(cluster.registry()))
                    .read(0).stream()
                            .filter(verdict -> verdict.topic().equals(TopicCatalog.TRANSITIONS.name())
                                    && verdict.key().equals(alert)
                                    && verdict.atMs() <= latestMs)
                            .toList();
        }
        Stream<RecordedVerdict> choice = ofAlert.stream();
        if (at == null && ofAlert.stream().anyMatch(EvidenceCommand::isFiring)) {
            choice = choice.filter(EvidenceCommand::isFiring);
        }
        return choice.max(Comparator.comparingLong(RecordedVerdict::atMs))
                .orElseThrow(() -> new UsageException(alert + ": " + TopicCatalog.TRANSITIONS.name()
                        + " has no verdict of this alert" + (at == null ? "" : " at or before " + at)
                        + "; slostream tail transitions --from-beginning shows what there is"));
    }

    private static boolean isFiring(RecordedVerdict verdict) {
        return verdict.state().equals("firing");
    }

    /** The one asked for, or the longest of the first tier that has the verdict's severity. */
    private Window window(SloDefinition slo, String alertName, GenericRecord verdict) {
        AlertDefinition definition = slo.alerts().stream()
                .filter(one -> one.name().equals(alertName))
                .findFirst()
                .orElseThrow(() -> new UsageException(slo.name() + " had no alert " + alertName + " then"));
        List<Window> all = definition.tiers().stream()
                .flatMap(tier -> tier.bounds().stream())
                .map(Tier.Bound::window)
                .distinct()
                .sorted()
                .toList();
        if (window != null) {
            return all.stream()
                    .filter(one -> one.name().equals(window))
                    .findFirst()
                    .orElseThrow(() -> new UsageException("--window " + window + ": this alert looks at "
                            + all.stream().map(Window::name).collect(Collectors.joining(", "))));
        }
        String severity = String.valueOf(verdict.get("severity"));
        return definition.tiers().stream()
                .filter(tier -> tier.severity().word().equals(severity))
                .findFirst()
                .orElse(definition.tiers().get(0))
                .bounds()
                .stream()
                .map(Tier.Bound::window)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private String summary(RecordedVerdict verdict, Window over, long fromMs, BadEvents.Found found) {
        long bad = found.total() - found.good();
        String counts = String.format(
                Locale.ROOT,
                "%s %s at %s: window %s from %s, %d of %d bad",
                PrintableText.of(alert),
                verdict.state(),
                Instant.ofEpochMilli(verdict.atMs()),
                over.name(),
                Instant.ofEpochMilli(fromMs),
                bad,
                found.total());
        String recorded = recorded(verdict.value(), over)
                .map(known -> known.equals(Map.entry(bad, found.total()))
                        ? ", as the verdict says"
                        : ", the verdict says " + known.getKey() + " of " + known.getValue()
                                + " (exclusions are not taken out here)")
                .orElse("");
        String shown = found.events().size() < limit
                ? ""
                : "; the newest " + found.events().size() + " are shown";
        return counts
                + recorded
                + shown
                + (found.complete() ? "" : "; retention has deleted the beginning of that time");
    }

    private static Optional<Map.Entry<Long, Long>> recorded(GenericRecord verdict, Window over) {
        for (Object element : (List<?>) verdict.get("windows")) {
            GenericRecord one = (GenericRecord) element;
            if (one.get("window").toString().equals(over.name())) {
                long total = (Long) one.get("total");
                return Optional.of(Map.entry(total - (Long) one.get("good"), total));
            }
        }
        return Optional.empty();
    }
}
